-- AlterTable
ALTER TABLE "tenant"."sso_connections" ADD COLUMN     "tested_claims" JSONB;
