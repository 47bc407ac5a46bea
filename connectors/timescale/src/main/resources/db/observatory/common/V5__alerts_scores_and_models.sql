-- SPDX-License-Identifier: Apache-2.0
-- What the detection job finds: alerts with all of their states, what the anomaly model said, and the models themselves. How
-- scores are stored over time is the business of the next migration, which differs between the storages.
--
-- Alerts and models are few and are kept by what they are, not by when: they are plain tables.

create table alerts (
    id          text collate "C" not null,
    revision    integer          not null,
    kind        text collate "C" not null,
    activity    text collate "C" not null,
    status      text collate "C" not null,
    severity_id smallint         not null,
    confidence  double precision,
    time        timestamptz      not null,
    start_time  timestamptz      not null,
    end_time    timestamptz      not null,
    title       text             not null,
    resources   text[]           not null,
    clusters    text[]           not null,
    suppression text,
    finding     json             not null,
    constraint alerts_pkey primary key (id)
);

create index alerts_by_time on alerts (start_time desc, id);
create index alerts_by_end on alerts (end_time);
create index alerts_by_resource on alerts using gin (resources);

comment on table alerts is 'What was found: one row for each alert, its latest state.';
comment on column alerts.id is 'Hash of what the alert is about: the same however often it is found.';
comment on column alerts.revision is 'Counts the states of the alert from 1.';
comment on column alerts.kind is 'EXFILTRATION, LATERAL_MOVEMENT, BEACONING, CREDENTIAL_ABUSE, POLICY_PROBING, MTLS_DOWNGRADE, DDOS or ANOMALY.';
comment on column alerts.activity is 'CREATE where this is the first state, UPDATE a later one, CLOSE the last one.';
comment on column alerts.status is 'NEW, IN_PROGRESS, SUPPRESSED or RESOLVED.';
comment on column alerts.severity_id is '1 informational, 2 low, 3 medium, 4 high, 5 critical.';
comment on column alerts.confidence is 'How sure, 0 to 1; null where not known.';
comment on column alerts.time is 'When this state became known, in event time.';
comment on column alerts.start_time is 'When the story began: start of its earliest window.';
comment on column alerts.end_time is 'When it was last seen: end of its latest window.';
comment on column alerts.title is 'One line for people.';
comment on column alerts.resources is 'The nodes that it is about, as cluster/namespace/name, the one to look at first coming first.';
comment on column alerts.clusters is 'The clusters of those nodes, each once.';
comment on column alerts.suppression is 'Why nobody is told; null where people are.';
comment on column alerts.finding is 'The whole alert, as on the topic mesh_alerts: an OCSF Detection Finding, docs/schemas/mesh_alerts.schema.json.';

create table alert_revisions (
    id          text collate "C" not null,
    revision    integer          not null,
    activity    text collate "C" not null,
    status      text collate "C" not null,
    severity_id smallint         not null,
    time        timestamptz      not null,
    finding     json             not null,
    constraint alert_revisions_pkey primary key (id, revision)
);

comment on table alert_revisions is 'Every state of every alert.';
comment on column alert_revisions.id is 'Which alert.';
comment on column alert_revisions.revision is 'Counts its states from 1.';
comment on column alert_revisions.activity is 'CREATE where this is the first state, UPDATE a later one, CLOSE the last one.';
comment on column alert_revisions.status is 'NEW, IN_PROGRESS, SUPPRESSED or RESOLVED.';
comment on column alert_revisions.severity_id is '1 informational, 2 low, 3 medium, 4 high, 5 critical.';
comment on column alert_revisions.time is 'When this state became known, in event time.';
comment on column alert_revisions.finding is 'The alert in this state, an OCSF Detection Finding.';

create table models (
    cluster        text collate "C" not null,
    version        bigint           not null,
    schema_version integer          not null,
    trained_at     timestamptz      not null,
    rows           bigint           not null,
    summary        jsonb            not null,
    model          bytea            not null,
    constraint models_pkey primary key (cluster, version)
);

comment on table models is 'The anomaly models, one row for each training.';
comment on column models.cluster is 'For whose nodes it is.';
comment on column models.version is 'Grows with each training.';
comment on column models.schema_version is 'Version of the features that it reads.';
comment on column models.trained_at is 'When it was trained, in event time.';
comment on column models.rows is 'On how many rows it was trained.';
comment on column models.summary is 'What is known of the training.';
comment on column models.model is 'The model in its own binary form.';

create table scores (
    window_start  timestamptz      not null,
    cluster       text collate "C" not null,
    namespace     text collate "C" not null,
    name          text collate "C" not null,
    kind          text collate "C" not null,
    model_version bigint           not null,
    raw_score     double precision not null,
    score         double precision not null,
    signalled     boolean          not null,
    measures      jsonb            not null,
    constraint scores_pkey primary key (window_start, cluster, namespace, name, kind)
)${edges_storage};

create index scores_by_node on scores (cluster, namespace, name, window_start);

comment on table scores is 'What the anomaly model said of nodes in their unusual minutes.';
comment on column scores.window_start is 'Start of the minute, in event time.';
comment on column scores.cluster is 'Cluster of the node; unknown where the telemetry does not say.';
comment on column scores.namespace is 'Namespace of the node; unknown where the telemetry does not say, - where there is none.';
comment on column scores.name is 'Name of the node.';
comment on column scores.kind is 'What the node is: SERVICE, DATABASE, MESSAGING, GATEWAY, EXTERNAL or UNKNOWN.';
comment on column scores.model_version is 'Which model said it: models.version.';
comment on column scores.raw_score is 'Score of the forest, 0 to 1.';
comment on column scores.score is 'Calibrated score, 0 to 1; comparable between models.';
comment on column scores.signalled is 'Whether it was told on, since enough of the latest minutes were as unusual.';
comment on column scores.measures is 'What made it so, the weightiest first, as [{"feature": "calls", "observed": 9, "expected": 2, "unit": "calls/min", "share": 0.5}].';

create table score_minutes (
    window_start  timestamptz      not null,
    cluster       text collate "C" not null,
    model_version bigint           not null,
    scored        bigint           not null,
    signalled     bigint           not null,
    score_p50     double precision,
    score_p99     double precision,
    score_max     double precision,
    constraint score_minutes_pkey primary key (window_start, cluster, model_version)
)${edges_storage};

comment on table score_minutes is 'How the scores of all nodes of a cluster were spread, minute by minute.';
comment on column score_minutes.window_start is 'Start of the minute, in event time.';
comment on column score_minutes.cluster is 'Whose nodes.';
comment on column score_minutes.model_version is 'Which model scored them: models.version.';
comment on column score_minutes.scored is 'How many nodes were scored.';
comment on column score_minutes.signalled is 'Of how many of them was told.';
comment on column score_minutes.score_p50 is 'Median of the calibrated scores, 0 to 1; null where not known.';
comment on column score_minutes.score_p99 is '99th percentile of the calibrated scores; null where not known.';
comment on column score_minutes.score_max is 'Greatest of the calibrated scores; null where not known.';
