-- CreateTable
CREATE TABLE "auth"."status_days" (
    "component" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "checks" INTEGER NOT NULL,
    "failures" INTEGER NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "status_days_pkey" PRIMARY KEY ("component","day")
);

-- CreateTable
CREATE TABLE "auth"."status_outages" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "component" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "status_outages_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "status_days_day_idx" ON "auth"."status_days"("day");

-- CreateIndex
CREATE INDEX "status_outages_started_at_idx" ON "auth"."status_outages"("started_at");

GRANT SELECT, INSERT, UPDATE, DELETE ON "auth"."status_days", "auth"."status_outages" TO connect_auth;
