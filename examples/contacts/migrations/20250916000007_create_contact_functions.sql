-- description: Search as an agent may, export and erasure for a person, retention

-- With the caller's rights: row level security applies too.
CREATE FUNCTION search_contacts_for_agent(p_agent_id uuid, p_query text, p_limit integer DEFAULT 20)
RETURNS TABLE (contact_id uuid, display_name text, organization text, can_write boolean, rank real)
LANGUAGE sql STABLE
AS $$
    SELECT c.id, c.display_name, c.organization, p.can_write,
           ts_rank(to_tsvector('simple', c.display_name || ' ' || coalesce(c.organization, '')),
                   websearch_to_tsquery('simple', p_query))
    FROM agents a
    JOIN agent_contact_permissions p ON p.agent_id = a.id
    JOIN contacts c ON c.user_id = p.user_id
    LEFT JOIN agent_specific_contact_access s ON s.permission_id = p.id AND s.contact_id = c.id
    WHERE a.id = p_agent_id AND a.is_active
      AND p.access_level <> 'none' AND (p.expires_at IS NULL OR p.expires_at > now())
      AND coalesce(s.is_allowed, p.access_level = 'all')
      AND c.status = 'active'
      -- an array is searched by hash, however wrong the planner's guess of its length is
      AND c.id = ANY (ARRAY(
              SELECT hit.id
              FROM contacts hit
              WHERE to_tsvector('simple', hit.display_name || ' ' || coalesce(hit.organization, ''))
                    @@ websearch_to_tsquery('simple', p_query)
              UNION ALL
              SELECT ch.contact_id
              FROM contact_communication_channels ch
              WHERE ch.channel_type IN ('email', 'phone') AND ch.channel_identifier = lower(p_query)))
    ORDER BY 5 DESC, c.display_name, c.id
    LIMIT least(greatest(p_limit, 0), 100);
$$;

COMMENT ON FUNCTION search_contacts_for_agent(uuid, text, integer)
    IS 'Active contacts that fit by name, organization or exact address, among those that the agent may use';

CREATE FUNCTION export_contact_data_for_subject(p_user_id uuid, p_email text) RETURNS jsonb
LANGUAGE sql STABLE
AS $$
    WITH subject AS (
        SELECT DISTINCT c.*
        FROM contacts c
        JOIN contact_communication_channels ch ON ch.contact_id = c.id
        WHERE c.user_id = p_user_id AND ch.channel_type = 'email' AND ch.channel_identifier = lower(p_email)
    )
    SELECT jsonb_build_object(
        'subject', lower(p_email),
        'exported_at', now(),
        'contacts', coalesce(jsonb_agg(to_jsonb(s) || jsonb_build_object(
            'channels', (SELECT coalesce(jsonb_agg(to_jsonb(ch) ORDER BY ch.channel_type, ch.channel_identifier), '[]')
                         FROM contact_communication_channels ch WHERE ch.contact_id = s.id),
            'groups', (SELECT coalesce(jsonb_agg(g.name ORDER BY g.name), '[]')
                       FROM contact_group_memberships m JOIN contact_groups g ON g.id = m.group_id
                       WHERE m.contact_id = s.id),
            'interactions', (SELECT coalesce(jsonb_agg(to_jsonb(i) ORDER BY i.occurred_at), '[]')
                             FROM contact_interactions i WHERE i.contact_id = s.id))), '[]'))
    FROM subject s;
$$;

COMMENT ON FUNCTION export_contact_data_for_subject(uuid, text)
    IS 'Everything that a user has stored about the person with this address';

CREATE FUNCTION gdpr_delete_contact(p_contact_id uuid, p_reason text) RETURNS jsonb
LANGUAGE plpgsql
AS $$
DECLARE
    owner_of_contact contacts.user_id%TYPE;
    channels bigint;
    memberships bigint;
    interactions bigint;
BEGIN
    SELECT user_id INTO owner_of_contact FROM contacts WHERE id = p_contact_id FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no contact %', p_contact_id USING ERRCODE = 'no_data_found';
    END IF;
    IF coalesce(btrim(p_reason), '') = '' THEN
        RAISE EXCEPTION 'an erasure needs a reason' USING ERRCODE = 'invalid_parameter_value';
    END IF;

    DELETE FROM contact_communication_channels WHERE contact_id = p_contact_id;
    GET DIAGNOSTICS channels = ROW_COUNT;
    DELETE FROM contact_group_memberships WHERE contact_id = p_contact_id;
    GET DIAGNOSTICS memberships = ROW_COUNT;
    DELETE FROM agent_specific_contact_access WHERE contact_id = p_contact_id;
    -- that there was contact stays for statistics, what was said goes
    UPDATE contact_interactions SET summary = NULL, content = '{}' WHERE contact_id = p_contact_id;
    GET DIAGNOSTICS interactions = ROW_COUNT;
    UPDATE contacts
    SET display_name = 'erased', given_name = NULL, family_name = NULL, organization = NULL, job_title = NULL,
        notes = NULL, tags = '{}', metadata = '{}', status = 'erased', consent_status = 'withdrawn', retain_until = NULL
    WHERE id = p_contact_id;

    INSERT INTO audit_log (actor, action, subject, detail)
    VALUES (auth.uid(), 'gdpr_delete_contact', p_contact_id,
            jsonb_build_object('reason', p_reason, 'owner', owner_of_contact, 'channels', channels,
                               'memberships', memberships, 'interactions', interactions));
    RETURN jsonb_build_object('contact', p_contact_id, 'channels', channels, 'memberships', memberships,
                              'interactions', interactions);
END;
$$;

COMMENT ON FUNCTION gdpr_delete_contact(uuid, text) IS 'Erases a person and keeps the row; says how much went';

CREATE FUNCTION apply_retention_policies(p_today date DEFAULT current_date)
RETURNS TABLE (policy text, affected bigint)
LANGUAGE plpgsql
AS $$
DECLARE
    due uuid;
BEGIN
    policy := 'contacts past retain_until are erased';
    affected := 0;
    FOR due IN SELECT c.id FROM contacts c WHERE c.retain_until <= p_today AND c.status <> 'erased' LOOP
        PERFORM gdpr_delete_contact(due, 'retention');
        affected := affected + 1;
    END LOOP;
    RETURN NEXT;

    policy := 'what was said is forgotten after two years';
    UPDATE contact_interactions i
    SET summary = NULL, content = '{}'
    WHERE i.occurred_at < p_today - interval '2 years' AND (i.summary IS NOT NULL OR i.content <> '{}');
    GET DIAGNOSTICS affected = ROW_COUNT;
    RETURN NEXT;

    policy := 'finished imports are forgotten after 90 days';
    DELETE FROM contact_import_jobs j WHERE j.finished_at < p_today - interval '90 days';
    GET DIAGNOSTICS affected = ROW_COUNT;
    RETURN NEXT;
END;
$$;

COMMENT ON FUNCTION apply_retention_policies(date) IS 'For the nightly job: a row per policy and how many rows it met';

-- Every new function can be executed by PUBLIC, and an API would publish it.
REVOKE ALL ON FUNCTION search_contacts_for_agent(uuid, text, integer), export_contact_data_for_subject(uuid, text),
                       gdpr_delete_contact(uuid, text), apply_retention_policies(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_contacts_for_agent(uuid, text, integer) TO authenticated, service_role;
GRANT EXECUTE ON FUNCTION export_contact_data_for_subject(uuid, text), gdpr_delete_contact(uuid, text),
                          apply_retention_policies(date) TO service_role;
