-- AlterTable
ALTER TABLE "tenant"."upstreams" ADD COLUMN     "down_told_at" TIMESTAMPTZ(3),
ADD COLUMN     "tools_told_at" TIMESTAMPTZ(3);
