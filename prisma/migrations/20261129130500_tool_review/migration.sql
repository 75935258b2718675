-- AlterTable
ALTER TABLE "tenant"."upstream_tools" ADD COLUMN     "approved_hash" TEXT,
ADD COLUMN     "hints" JSONB,
ADD COLUMN     "hints_reason" TEXT,
ADD COLUMN     "hints_version" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "tenant"."tool_versions" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "tool_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decision" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" UUID,

    CONSTRAINT "tool_versions_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "tool_versions_tenant_id_tool_id_hash_key" ON "tenant"."tool_versions"("tenant_id", "tool_id", "hash");

-- AddForeignKey
ALTER TABLE "tenant"."tool_versions" ADD CONSTRAINT "tool_versions_tenant_id_tool_id_fkey" FOREIGN KEY ("tenant_id", "tool_id") REFERENCES "tenant"."upstream_tools"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE, DELETE ON "tenant"."tool_versions" TO connect_app;
ALTER TABLE "tenant"."tool_versions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant"."tool_versions" FORCE ROW LEVEL SECURITY;
CREATE POLICY in_tenant ON "tenant"."tool_versions" TO connect_app
  USING (tenant_id = "tenant".current_tenant()) WITH CHECK (tenant_id = "tenant".current_tenant());

-- What a tool was last approved as, whoever approves it: the release before this one too. A tool approved before this
-- column was there is taken at its word when it changes. One that vanishes while it is off does not come back approved.
CREATE FUNCTION "tenant"."pin_approved_tool"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF new.state = 'approved' THEN
    new.approved_hash := new.hash;
  ELSIF TG_OP = 'UPDATE' AND old.state = 'off' AND new.state = 'gone' THEN
    new.approved_hash := NULL;
  ELSIF TG_OP = 'UPDATE' AND old.state = 'approved' THEN
    new.approved_hash := old.hash;
  END IF;
  RETURN new;
END
$$;
REVOKE ALL ON FUNCTION "tenant"."pin_approved_tool"() FROM PUBLIC;
CREATE TRIGGER pin_approved BEFORE INSERT OR UPDATE ON "tenant"."upstream_tools"
  FOR EACH ROW EXECUTE FUNCTION "tenant"."pin_approved_tool"();

-- As find_call_target, which the release before this one still asks, with what an admin says of the tool.
CREATE FUNCTION "tenant"."find_labelled_target"(in_tenant uuid, in_person uuid, in_role "tenant"."member_role", in_name text)
RETURNS TABLE (upstream_id uuid, upstream_name text, url text, transport text, key_header text, features text[],
               problem text, problem_since timestamptz, tool_name text, state text, key_id uuid, key_version integer,
               allowed text[], denied text[], limits jsonb, input_schema jsonb, hints jsonb)
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM set_config('app.tenant_id', in_tenant::text, true);
  RETURN QUERY
    SELECT f.*, (SELECT t.hints FROM tenant.upstream_tools t
                 WHERE t.tenant_id = in_tenant AND t.upstream_id = f.upstream_id AND t.name = f.tool_name)
    FROM tenant.find_call_target(in_tenant, in_person, in_role, in_name) f;
END
$$;
REVOKE ALL ON FUNCTION "tenant"."find_labelled_target"(uuid, uuid, "tenant"."member_role", text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "tenant"."find_labelled_target"(uuid, uuid, "tenant"."member_role", text) TO connect_app;
