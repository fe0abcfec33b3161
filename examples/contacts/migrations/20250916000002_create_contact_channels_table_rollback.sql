BEGIN;

-- Channels are put aside in their contacts, where the migration finds them if it is applied again.
UPDATE contacts
SET metadata = metadata || jsonb_build_object('saved_channels', saved.channels)
FROM (SELECT contact_id, jsonb_agg(to_jsonb(channel)) AS channels
      FROM contact_communication_channels AS channel
      GROUP BY contact_id) AS saved
WHERE saved.contact_id = contacts.id;

DROP TABLE IF EXISTS contact_communication_channels;
DROP TYPE IF EXISTS contact_channel_type;

COMMIT;
