-- AlterTable
ALTER TABLE "tenant"."memberships" ADD COLUMN     "checklist_closed_at" TIMESTAMPTZ(3);
