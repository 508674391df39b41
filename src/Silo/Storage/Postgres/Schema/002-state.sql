-- State of grains: twins, stations, rounds, the index, chunks of models.
-- A state that was never stored has no version. A first version is drawn at random, so that a state which was deleted and
-- stored again cannot be taken for the one before by somebody who still holds its version.

CREATE TABLE diten_state (
    id_hash    integer     NOT NULL,
    type_hash  integer     NOT NULL,
    n0         bigint      NOT NULL,
    n1         bigint      NOT NULL,
    name       text        NOT NULL,
    type       text        NOT NULL,
    service    text        NOT NULL,
    version    integer     NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    payload    bytea,
    PRIMARY KEY (id_hash, type_hash, n0, n1, name, type, service)
) WITH (fillfactor = 80);

-- Numbers hardly compress: large payloads are kept beside the table as they are.
ALTER TABLE diten_state ALTER COLUMN payload SET STORAGE EXTERNAL;

INSERT INTO orleansquery (querykey, querytext) VALUES
('ReadFromStorageKey', $$
    SELECT payload AS "PayloadBinary", version AS "Version"
    FROM diten_state
    WHERE id_hash = @GrainIdHash AND type_hash = @GrainTypeHash AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
      AND name = coalesce(@GrainIdExtensionString, '') AND type = @GrainTypeString AND service = @ServiceId
$$),
('WriteToStorageKey', $$
    WITH changed AS (
        UPDATE diten_state
        SET payload = @PayloadBinary, version = version + 1, changed_at = now()
        WHERE id_hash = @GrainIdHash AND type_hash = @GrainTypeHash AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
          AND name = coalesce(@GrainIdExtensionString, '') AND type = @GrainTypeString AND service = @ServiceId
          AND version = @GrainStateVersion
        RETURNING version),
    added AS (
        INSERT INTO diten_state (id_hash, type_hash, n0, n1, name, type, service, version, payload)
        SELECT @GrainIdHash, @GrainTypeHash, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''), @GrainTypeString, @ServiceId,
               1 + floor(random() * 1000000000)::integer, @PayloadBinary
        WHERE @GrainStateVersion IS NULL
        ON CONFLICT DO NOTHING
        RETURNING version)
    SELECT version AS "NewGrainStateVersion" FROM changed
    UNION ALL
    SELECT version FROM added
$$),
('ClearStorageKey', $$
    UPDATE diten_state
    SET payload = NULL, version = version + 1, changed_at = now()
    WHERE id_hash = @GrainIdHash AND type_hash = @GrainTypeHash AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
      AND name = coalesce(@GrainIdExtensionString, '') AND type = @GrainTypeString AND service = @ServiceId
      AND version = @GrainStateVersion
    RETURNING version AS "NewGrainStateVersion"
$$),
('DeleteStorageKey', $$
    DELETE FROM diten_state
    WHERE id_hash = @GrainIdHash AND type_hash = @GrainTypeHash AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
      AND name = coalesce(@GrainIdExtensionString, '') AND type = @GrainTypeString AND service = @ServiceId
      AND version = @GrainStateVersion
    RETURNING version + 1 AS "NewGrainStateVersion"
$$);
