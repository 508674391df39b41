-- Members of the clusters, and the texts of the queries by which the silos and clients work.
-- Silos read every text from orleansquery when they start; the table's name and columns are fixed by them.

CREATE TABLE orleansquery (
    querykey  text PRIMARY KEY,
    querytext text NOT NULL
);

-- One row per cluster: every change of its members raises the version by one, and names the version that it saw.
CREATE TABLE diten_membership_version (
    cluster    text        PRIMARY KEY,
    version    integer     NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE diten_membership (
    cluster    text        NOT NULL,
    address    text        NOT NULL,
    port       integer     NOT NULL,
    generation integer     NOT NULL,
    name       text        NOT NULL,
    host       text        NOT NULL,
    status     integer     NOT NULL,
    proxy_port integer     NOT NULL,
    suspects   text,
    started_at timestamptz NOT NULL,
    alive_at   timestamptz NOT NULL,
    PRIMARY KEY (cluster, address, port, generation)
);

INSERT INTO orleansquery (querykey, querytext) VALUES
('InsertMembershipVersionKey', $$
    WITH added AS (
        INSERT INTO diten_membership_version (cluster, version) VALUES (@DeploymentId, 0)
        ON CONFLICT (cluster) DO NOTHING
        RETURNING cluster)
    SELECT EXISTS (SELECT FROM added)
$$),
('InsertMembershipKey', $$
    WITH raised AS (
        UPDATE diten_membership_version v SET version = v.version + 1, changed_at = now()
        WHERE v.cluster = @DeploymentId AND v.version = @Version
          AND NOT EXISTS (
            SELECT FROM diten_membership m
            WHERE m.cluster = @DeploymentId AND m.address = @Address AND m.port = @Port AND m.generation = @Generation)
        RETURNING v.cluster),
    added AS (
        INSERT INTO diten_membership (cluster, address, port, generation, name, host, status, proxy_port, started_at, alive_at)
        SELECT cluster, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
        FROM raised
        RETURNING cluster)
    SELECT EXISTS (SELECT FROM added)
$$),
('UpdateMembershipKey', $$
    WITH raised AS (
        UPDATE diten_membership_version v SET version = v.version + 1, changed_at = now()
        WHERE v.cluster = @DeploymentId AND v.version = @Version
          AND EXISTS (
            SELECT FROM diten_membership m
            WHERE m.cluster = @DeploymentId AND m.address = @Address AND m.port = @Port AND m.generation = @Generation)
        RETURNING v.cluster),
    changed AS (
        UPDATE diten_membership m SET status = @Status, suspects = @SuspectTimes, alive_at = @IAmAliveTime
        FROM raised r
        WHERE m.cluster = r.cluster AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
        RETURNING m.cluster)
    SELECT EXISTS (SELECT FROM changed)
$$),
('UpdateIAmAlivetimeKey', $$
    UPDATE diten_membership SET alive_at = @IAmAliveTime
    WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$$),
('MembershipReadRowKey', $$
    SELECT v.version AS "Version", m.address AS "Address", m.port AS "Port", m.generation AS "Generation", m.name AS "SiloName",
           m.host AS "HostName", m.status AS "Status", m.proxy_port AS "ProxyPort", m.suspects AS "SuspectTimes",
           m.started_at AS "StartTime", m.alive_at AS "IAmAliveTime"
    FROM diten_membership_version v
    LEFT JOIN diten_membership m
           ON m.cluster = v.cluster AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
    WHERE v.cluster = @DeploymentId
$$),
('MembershipReadAllKey', $$
    SELECT v.version AS "Version", m.address AS "Address", m.port AS "Port", m.generation AS "Generation", m.name AS "SiloName",
           m.host AS "HostName", m.status AS "Status", m.proxy_port AS "ProxyPort", m.suspects AS "SuspectTimes",
           m.started_at AS "StartTime", m.alive_at AS "IAmAliveTime"
    FROM diten_membership_version v
    LEFT JOIN diten_membership m ON m.cluster = v.cluster
    WHERE v.cluster = @DeploymentId
$$),
('GatewaysQueryKey', $$
    SELECT address AS "Address", proxy_port AS "ProxyPort", generation AS "Generation"
    FROM diten_membership
    WHERE cluster = @DeploymentId AND status = @Status AND proxy_port > 0
$$),
('DeleteMembershipTableEntriesKey', $$
    WITH members AS (DELETE FROM diten_membership WHERE cluster = @DeploymentId)
    DELETE FROM diten_membership_version WHERE cluster = @DeploymentId
$$),
-- 6 is the status of a silo that has been declared dead or has left.
('CleanupDefunctSiloEntriesKey', $$
    DELETE FROM diten_membership WHERE cluster = @DeploymentId AND status = 6 AND alive_at < @IAmAliveTime
$$);
