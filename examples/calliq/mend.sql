-- What the operator decided about the calls that migration 025 complains of: a text that is no address is kept in the
-- metadata, and the address is unknown; where the clock went backwards, end and beginning change places.

UPDATE calls
SET metadata = metadata || jsonb_build_object('customer_email_was', customer_email),
    customer_email = NULL
WHERE customer_email !~ '^[^@[:space:]]+@[^@[:space:]]+$';

UPDATE calls
SET started_at = ended_at, ended_at = started_at, duration = extract(epoch FROM started_at - ended_at)::integer
WHERE ended_at < started_at;
