-- CreateEnum
CREATE TYPE "auth"."ring_purpose" AS ENUM ('signing', 'secret');

-- CreateEnum
CREATE TYPE "auth"."ring_state" AS ENUM ('next', 'active', 'retired');

-- CreateTable
CREATE TABLE "auth"."ring_keys" (
    "kid" TEXT NOT NULL,
    "purpose" "auth"."ring_purpose" NOT NULL,
    "state" "auth"."ring_state" NOT NULL,
    "sealed" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "activated_at" TIMESTAMPTZ(3),
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "ring_keys_pkey" PRIMARY KEY ("kid")
);

-- One key of a purpose is in use and one is the next, never two.
CREATE UNIQUE INDEX "ring_keys_one_active" ON "auth"."ring_keys"("purpose") WHERE state = 'active';
CREATE UNIQUE INDEX "ring_keys_one_next" ON "auth"."ring_keys"("purpose") WHERE state = 'next';

-- A retired key still opens what it sealed, so no login of ours removes one.
GRANT SELECT, INSERT, UPDATE ON "auth"."ring_keys" TO connect_auth;
