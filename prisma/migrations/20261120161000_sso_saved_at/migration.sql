-- When an organisation's provider, and with it the secret, was last saved: the page says so, since it never shows the secret.
ALTER TABLE "tenant"."sso_connections" ADD COLUMN     "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
