-- AlterTable
ALTER TABLE "tenant"."upstreams" ADD COLUMN     "declared" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "features" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "key_header" TEXT NOT NULL DEFAULT 'authorization',
ADD COLUMN     "transport" TEXT NOT NULL DEFAULT 'http';
