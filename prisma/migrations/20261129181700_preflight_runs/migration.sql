-- CreateTable
CREATE TABLE "auth"."preflight_runs" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "report" JSONB NOT NULL,

    CONSTRAINT "preflight_runs_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "preflight_runs_started_at_idx" ON "auth"."preflight_runs"("started_at");

GRANT SELECT, INSERT, DELETE ON "auth"."preflight_runs" TO connect_auth;
