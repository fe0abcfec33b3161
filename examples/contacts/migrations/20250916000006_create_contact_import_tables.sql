-- description: Imports of address books, one job per file

CREATE TABLE contact_import_jobs (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id       uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    source        text NOT NULL CHECK (source IN ('csv', 'vcard', 'google', 'outlook')),
    file_name     text,
    status        text NOT NULL DEFAULT 'pending'
                  CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
    column_map    jsonb NOT NULL DEFAULT '{}',
    total_rows    integer NOT NULL DEFAULT 0 CHECK (total_rows >= 0),
    imported_rows integer NOT NULL DEFAULT 0 CHECK (imported_rows >= 0),
    failed_rows   integer NOT NULL DEFAULT 0 CHECK (failed_rows >= 0),
    errors        jsonb NOT NULL DEFAULT '[]',
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    finished_at   timestamptz,
    CHECK (imported_rows + failed_rows <= total_rows)
);

COMMENT ON COLUMN contact_import_jobs.errors IS 'Of each failed row: its number and what was wrong';

CREATE INDEX idx_contact_import_jobs_user ON contact_import_jobs (user_id, created_at DESC);
CREATE INDEX idx_contact_import_jobs_open ON contact_import_jobs (created_at) WHERE status IN ('pending', 'running');

CREATE TRIGGER trigger_contact_import_jobs_updated_at
    BEFORE UPDATE ON contact_import_jobs
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

GRANT SELECT, INSERT, UPDATE, DELETE ON contact_import_jobs TO authenticated;
GRANT ALL ON contact_import_jobs TO service_role;
