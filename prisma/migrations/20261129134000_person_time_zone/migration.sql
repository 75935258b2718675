-- The zone a person reads times in; null until they chose one.
ALTER TABLE "auth"."users" ADD COLUMN "time_zone" TEXT;
