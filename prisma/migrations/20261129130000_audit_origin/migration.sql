-- From where something was done: the network and the request's number in the log.
ALTER TABLE "tenant"."audit_events" ADD COLUMN     "network" TEXT,
ADD COLUMN     "request_id" TEXT;
