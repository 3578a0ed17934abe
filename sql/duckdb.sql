-- The scorecard in DuckDB: loads exported logs, keeps each event once, and computes every number of the scorecard from
-- views, under the names and by the definitions of `housestyle score`. Never changes an event.
--
--   SET VARIABLE files = 'exports/*.jsonl';    -- or '*.parquet'; a file may come twice, and this script too
--   .read sql/duckdb.sql
--   FROM scorecard;
--
-- A span, the present and a rate: UPDATE settings SET from_ms = …, to_ms = …, now_ms = …, rate_hundredths = …;
-- Within an installation, `seq` gives the order; times are epoch milliseconds, UTC.

-- Tables ------------------------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS log (
    "id" VARCHAR NOT NULL,
    "seq" BIGINT NOT NULL,
    "at" BIGINT NOT NULL,
    "offset" BIGINT NOT NULL,
    "installation" VARCHAR NOT NULL,
    "person" VARCHAR,
    "guide" VARCHAR NOT NULL,
    "guide_version" VARCHAR NOT NULL,
    "host" VARCHAR NOT NULL,
    "surface" VARCHAR NOT NULL,
    "channel" VARCHAR,
    "draft" VARCHAR NOT NULL,
    "kind" VARCHAR NOT NULL,
    "characters" BIGINT,
    "words" BIGINT,
    "open_flags" BIGINT,
    "origin" VARCHAR,
    "began" BIGINT,
    "inserted" BIGINT,
    "deleted" BIGINT,
    "keystrokes" BIGINT,
    "pauses" BIGINT,
    "active_ms" BIGINT,
    "in_ai" BIGINT,
    "flag" BIGINT,
    "rule" VARCHAR,
    "owner" VARCHAR,
    "verdict" VARCHAR,
    "severity" VARCHAR,
    "length" BIGINT,
    "fingerprint" VARCHAR,
    "quote" VARCHAR,
    "how" VARCHAR,
    "open_ms" BIGINT,
    "reason" VARCHAR,
    "whole_rule" BOOLEAN,
    "choice" BIGINT,
    "module" VARCHAR,
    "route" VARCHAR,
    "respond_due" BIGINT,
    "resolve_due" BIGINT,
    "generation" BIGINT,
    "tool" VARCHAR,
    "evidence" VARCHAR,
    "iteration" BIGINT,
    "replaces" BIGINT,
    "escalation" VARCHAR,
    "decision" VARCHAR,
    "words_given" BIGINT,
    "words_now" BIGINT,
    "retained" BIGINT,
    "insertions" BIGINT,
    "deletions" BIGINT,
    "substitutions" BIGINT,
    "shifts" BIGINT,
    "reference_words" BIGINT,
    "hter" DOUBLE,
    "touch_ms" BIGINT,
    "elapsed_ms" BIGINT,
    "saved_minutes" BIGINT,
    "dropped" VARCHAR,
    "count" BIGINT,
    "from_seq" BIGINT,
    "to_seq" BIGINT,
    "logged_by" VARCHAR,
    "why" VARCHAR,
    "from_at" BIGINT,
    "to_at" BIGINT,
    "set_by" VARCHAR,
    "characters_given" BIGINT,
    "characters_now" BIGINT,
    "p_bursts" BIGINT,
    "r_bursts" BIGINT,
    "product_process" DOUBLE
);
-- What came since the first version, where an older one made the table. An event that is there already stays as that
-- version read it: to read all of it anew, DROP TABLE log first.
ALTER TABLE log ADD COLUMN IF NOT EXISTS "from_at" BIGINT;
ALTER TABLE log ADD COLUMN IF NOT EXISTS "to_at" BIGINT;
ALTER TABLE log ADD COLUMN IF NOT EXISTS "set_by" VARCHAR;
ALTER TABLE log ADD COLUMN IF NOT EXISTS "characters_given" BIGINT;
ALTER TABLE log ADD COLUMN IF NOT EXISTS "characters_now" BIGINT;
ALTER TABLE log ADD COLUMN IF NOT EXISTS "p_bursts" BIGINT;
ALTER TABLE log ADD COLUMN IF NOT EXISTS "r_bursts" BIGINT;
ALTER TABLE log ADD COLUMN IF NOT EXISTS "product_process" DOUBLE;

-- One row. Nulls are: all there is, no present, no rate.
CREATE TABLE IF NOT EXISTS settings (from_ms BIGINT, to_ms BIGINT, now_ms BIGINT, rate_hundredths BIGINT);
INSERT INTO settings SELECT NULL, NULL, NULL, NULL WHERE NOT EXISTS (FROM settings);

-- Load: an event whose id is there already is left as it is ------------------------------------------------------------

BEGIN TRANSACTION;

INSERT INTO log BY NAME
SELECT source.*
FROM query(CASE WHEN getvariable('files') LIKE '%.parquet' THEN
    'SELECT * REPLACE (epoch_ms("at") AS "at", epoch_ms("began") AS "began", epoch_ms("respond_due") AS "respond_due", epoch_ms("resolve_due") AS "resolve_due") FROM read_parquet(''' || getvariable('files') || ''', union_by_name = true)'
ELSE
    'FROM read_json(''' || getvariable('files') || ''', format = ''newline_delimited'', columns = {
        ''id'': ''VARCHAR'',
        ''seq'': ''BIGINT'',
        ''at'': ''BIGINT'',
        ''offset'': ''BIGINT'',
        ''installation'': ''VARCHAR'',
        ''person'': ''VARCHAR'',
        ''guide'': ''VARCHAR'',
        ''guide_version'': ''VARCHAR'',
        ''host'': ''VARCHAR'',
        ''surface'': ''VARCHAR'',
        ''channel'': ''VARCHAR'',
        ''draft'': ''VARCHAR'',
        ''kind'': ''VARCHAR'',
        ''characters'': ''BIGINT'',
        ''words'': ''BIGINT'',
        ''open_flags'': ''BIGINT'',
        ''origin'': ''VARCHAR'',
        ''began'': ''BIGINT'',
        ''inserted'': ''BIGINT'',
        ''deleted'': ''BIGINT'',
        ''keystrokes'': ''BIGINT'',
        ''pauses'': ''BIGINT'',
        ''active_ms'': ''BIGINT'',
        ''in_ai'': ''BIGINT'',
        ''flag'': ''BIGINT'',
        ''rule'': ''VARCHAR'',
        ''owner'': ''VARCHAR'',
        ''verdict'': ''VARCHAR'',
        ''severity'': ''VARCHAR'',
        ''length'': ''BIGINT'',
        ''fingerprint'': ''VARCHAR'',
        ''quote'': ''VARCHAR'',
        ''how'': ''VARCHAR'',
        ''open_ms'': ''BIGINT'',
        ''reason'': ''VARCHAR'',
        ''whole_rule'': ''BOOLEAN'',
        ''choice'': ''BIGINT'',
        ''module'': ''VARCHAR'',
        ''route'': ''VARCHAR'',
        ''respond_due'': ''BIGINT'',
        ''resolve_due'': ''BIGINT'',
        ''generation'': ''BIGINT'',
        ''tool'': ''VARCHAR'',
        ''evidence'': ''VARCHAR'',
        ''iteration'': ''BIGINT'',
        ''replaces'': ''BIGINT'',
        ''escalation'': ''VARCHAR'',
        ''decision'': ''VARCHAR'',
        ''words_given'': ''BIGINT'',
        ''words_now'': ''BIGINT'',
        ''retained'': ''BIGINT'',
        ''insertions'': ''BIGINT'',
        ''deletions'': ''BIGINT'',
        ''substitutions'': ''BIGINT'',
        ''shifts'': ''BIGINT'',
        ''reference_words'': ''BIGINT'',
        ''hter'': ''DOUBLE'',
        ''touch_ms'': ''BIGINT'',
        ''elapsed_ms'': ''BIGINT'',
        ''saved_minutes'': ''BIGINT'',
        ''dropped'': ''VARCHAR'',
        ''count'': ''BIGINT'',
        ''from_seq'': ''BIGINT'',
        ''to_seq'': ''BIGINT'',
        ''logged_by'': ''VARCHAR'',
        ''why'': ''VARCHAR'',
        ''from_at'': ''BIGINT'',
        ''to_at'': ''BIGINT'',
        ''set_by'': ''VARCHAR'',
        ''characters_given'': ''BIGINT'',
        ''characters_now'': ''BIGINT'',
        ''p_bursts'': ''BIGINT'',
        ''r_bursts'': ''BIGINT'',
        ''product_process'': ''DOUBLE''
    })'
END) AS source
ANTI JOIN log USING (id);

-- Of those that came twice at once, one stays. Few do: they are found by a number, and told apart by the id itself. A
-- DISTINCT over whole rows would cost as much as reading them.
DELETE FROM log WHERE rowid IN (
    SELECT rowid FROM (
        SELECT rowid, row_number() OVER (PARTITION BY id ORDER BY rowid) AS turn
        FROM log WHERE hash(id) IN (SELECT hash(id) FROM log GROUP BY 1 HAVING count(*) > 1)
    ) AS several WHERE turn > 1
);

COMMIT;

-- Facts -------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW events AS
SELECT
    log.*,
    ("at" + "offset" * 60000) // 86400000 AS local_day,
    draft <> '' AND kind NOT IN ('hours_saved', 'dropped', 'escalation_acknowledged', 'escalation_decided', 'escalation_withdrawn') AS of_draft,
    kind = 'revision' AND origin <> 'ai' AND (origin <> 'unknown' OR keystrokes > 0) AS is_touch,
    kind = 'flag_raised' AND severity IN ('warning', 'error') AS is_serious,
    -- A prompt is effort, not a deliverable: it does not ship, and what goes into it is not the rework of AI text.
    kind = 'generation' AND surface <> 'prompt' AS brings_ai,
    kind = 'shipped' AND surface <> 'prompt' AS ships
FROM log, settings
WHERE (from_ms IS NULL OR "at" >= from_ms) AND (to_ms IS NULL OR "at" < to_ms);

-- Who logged: the person where policy names one, else the installation. What an installation logged before it named anybody
-- is of the person it named; of several, the first by name.
CREATE OR REPLACE VIEW people AS
SELECT installation, person, coalesce(person, min(person) OVER (PARTITION BY installation), installation) AS who
FROM (SELECT DISTINCT installation, person FROM events);

-- One row a draft: its first event, its size as last counted, its touch, first generation and first shipping.
CREATE OR REPLACE VIEW drafts AS
SELECT
    installation, draft,
    arg_min("at", seq) AS first_at,
    arg_max(events.words, seq) FILTER (kind IN ('draft_opened', 'draft_closed', 'checked_clean', 'shipped')) AS words,
    coalesce(sum(active_ms) FILTER (is_touch), 0)::BIGINT AS touch_ms,
    min(seq) FILTER (brings_ai) AS first_generation,
    arg_min("at", seq) FILTER (brings_ai) AS first_generation_at,
    min(seq) FILTER (ships) AS shipped,
    arg_min("at", seq) FILTER (ships) AS shipped_at,
    arg_min(local_day, seq) FILTER (ships) AS shipped_day
FROM events WHERE of_draft
GROUP BY installation, draft;

-- One row a draft with AI text: what happened after its first generation.
CREATE OR REPLACE VIEW ai_drafts AS
SELECT
    *,
    before_shipping > 0 AS shipped_with_ai,
    before_shipping > 0 AND coalesce(first_serious >= least(coalesce(second_generation, shipped), shipped), true)
        AS passed_first,
    clean_at IS NOT NULL OR first_serious IS NULL AS came_clean
FROM (
    SELECT
        drafts.installation, drafts.draft, first_generation, first_generation_at, shipped, shipped_at, shipped_day,
        min(seq) FILTER (brings_ai AND seq > first_generation) AS second_generation,
        count(*) FILTER (brings_ai AND seq < shipped) AS before_shipping,
        min(seq) FILTER (is_serious AND seq >= first_generation) AS first_serious,
        arg_min("at", seq) FILTER (kind = 'checked_clean' AND seq > first_generation) AS clean_at
    FROM drafts JOIN events USING (installation, draft)
    WHERE first_generation IS NOT NULL AND kind IN ('generation', 'flag_raised', 'checked_clean')
    GROUP BY ALL
);

-- One row a flag.
CREATE OR REPLACE VIEW flags AS
WITH seen AS (
    SELECT
        installation, draft, flag,
        min(events.rule) AS rule,
        min(seq) FILTER (kind = 'flag_raised') AS raised,
        bool_or(kind <> 'flag_raised') AS ended
    FROM events WHERE of_draft AND kind IN ('flag_raised', 'flag_resolved', 'flag_dismissed')
    GROUP BY installation, draft, flag
), silenced AS (
    SELECT installation, draft, rule, max(seq) AS silenced
    FROM events WHERE of_draft AND kind = 'flag_dismissed' AND whole_rule
    GROUP BY installation, draft, rule
)
SELECT
    seen.*,
    CASE WHEN ended THEN 'ended' WHEN silenced > raised THEN 'silenced' ELSE 'open' END AS standing
FROM seen LEFT JOIN silenced USING (installation, draft, rule)
WHERE raised IS NOT NULL;

-- Each draft's touch time, shared out evenly among its flags, in whole milliseconds.
CREATE OR REPLACE VIEW rule_costs AS
WITH shares AS (SELECT installation, draft, rule, count(*) AS of_rule FROM flags GROUP BY ALL)
SELECT rule, sum(touch_ms * of_rule // of_all)::BIGINT AS cost_ms
FROM (SELECT *, sum(of_rule) OVER (PARTITION BY installation, draft)::BIGINT AS of_all FROM shares) AS counted
JOIN drafts USING (installation, draft)
GROUP BY rule;

-- One row a rule.
CREATE OR REPLACE VIEW rules AS
SELECT
    rule, flags, dismissed, ended_by_hand,
    coalesce(stood.open, 0) AS open, coalesce(stood.silenced, 0) AS silenced,
    coalesce(rule_costs.cost_ms, 0) AS cost_ms
FROM (
    SELECT
        rule,
        count(*) FILTER (kind = 'flag_raised') AS flags,
        count(*) FILTER (kind = 'flag_dismissed') AS dismissed,
        count(*) FILTER (kind = 'flag_dismissed' OR kind = 'flag_resolved' AND how <> 'guide_changed') AS ended_by_hand
    FROM events WHERE kind IN ('flag_raised', 'flag_resolved', 'flag_dismissed')
    GROUP BY rule
) AS counted LEFT JOIN (
    SELECT
        rule,
        count(*) FILTER (standing = 'open') AS open,
        count(*) FILTER (standing = 'silenced') AS silenced
    FROM flags GROUP BY rule
) AS stood USING (rule) LEFT JOIN rule_costs USING (rule);

-- The latest measure of each generation.
CREATE OR REPLACE VIEW effort AS
SELECT *, insertions + deletions + substitutions + shifts AS edits
FROM events WHERE of_draft AND kind = 'effort' AND surface <> 'prompt'
QUALIFY row_number() OVER (PARTITION BY installation, draft, generation ORDER BY seq DESC) = 1;

-- One row an escalation that was seen to be opened; answers come from any installation.
CREATE OR REPLACE VIEW escalations AS
WITH answers AS (
    SELECT
        escalation,
        min("at") FILTER (kind = 'escalation_acknowledged') AS acknowledged,
        min("at") FILTER (kind = 'escalation_decided') AS decided,
        arg_max(events.decision, {'at': "at", 'id': id}) FILTER (kind = 'escalation_decided') AS decision,
        min("at") FILTER (kind = 'escalation_withdrawn') AS withdrawn
    FROM events WHERE escalation IS NOT NULL
    GROUP BY escalation
), joined AS (
    SELECT
        id, route, "at" AS opened, respond_due, resolve_due, decided, answers.decision AS decision, withdrawn, now_ms,
        least(acknowledged, decided) AS answered,
        coalesce(withdrawn, now_ms) AS given_up
    FROM events LEFT JOIN answers ON id = answers.escalation, settings
    WHERE kind = 'escalation_opened'
)
SELECT
    *,
    decided IS NULL AND withdrawn IS NULL AS is_open,
    decided IS NULL AND withdrawn IS NULL
        AND (coalesce(resolve_due < now_ms, false) OR answered IS NULL AND coalesce(respond_due < now_ms, false))
        AS is_overdue,
    CASE
        WHEN respond_due IS NULL THEN 'open' WHEN answered <= respond_due THEN 'met'
        WHEN answered > respond_due OR given_up > respond_due THEN 'missed' ELSE 'open'
    END AS response,
    CASE
        WHEN resolve_due IS NULL THEN 'open' WHEN decided <= resolve_due THEN 'met'
        WHEN decided > resolve_due OR given_up > resolve_due THEN 'missed' ELSE 'open'
    END AS resolution
FROM joined;

-- Positions that are missing: those that no event has, and of them those that no retention record explains.
CREATE OR REPLACE VIEW missing_positions AS
WITH ranges AS (
    SELECT installation, seq AS low, seq AS high FROM log WHERE seq > 0
    UNION ALL
    SELECT coalesce(logged_by, installation), from_seq, to_seq FROM log WHERE kind = 'dropped' AND from_seq <= to_seq
), followed AS (
    SELECT
        installation, low,
        coalesce(max(high) OVER (
            PARTITION BY installation ORDER BY low, high ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS reached
    FROM ranges
)
SELECT installation, reached + 1 AS from_seq, low - 1 AS to_seq
FROM followed WHERE low > reached + 1;

CREATE OR REPLACE VIEW position_counts AS
SELECT
    coalesce((SELECT sum(to_seq - from_seq + 1) FROM missing_positions), 0)::BIGINT AS missing,
    (SELECT coalesce(sum(highest - seen), 0) FROM (
        SELECT installation, max(ends.highest) AS highest, sum(ends.seen) AS seen FROM (
            SELECT installation, max(seq) AS highest, count(DISTINCT seq) AS seen
            FROM log WHERE seq > 0 GROUP BY installation
            UNION ALL
            SELECT coalesce(logged_by, installation), max(to_seq), 0
            FROM log WHERE kind = 'dropped' AND from_seq <= to_seq GROUP BY 1
        ) AS ends GROUP BY installation
    ))::BIGINT AS absent;

-- Durations of which the scorecard tells the median and the time of nine in ten.
CREATE OR REPLACE VIEW durations AS
SELECT 'elapsed' AS name, '' AS key, greatest(shipped_at - first_at, 0) AS ms FROM drafts WHERE shipped IS NOT NULL
UNION ALL
SELECT 'to_clean', '', greatest(clean_at - first_generation_at, 0) FROM ai_drafts WHERE clean_at IS NOT NULL
UNION ALL
SELECT 'to_shipped', '', greatest(shipped_at - first_generation_at, 0) FROM ai_drafts WHERE shipped_with_ai
UNION ALL
SELECT 'resolve', '', open_ms FROM events WHERE kind = 'flag_resolved'
UNION ALL
SELECT 'rule_resolve', rule, open_ms FROM events WHERE kind = 'flag_resolved'
UNION ALL
SELECT 'acknowledge', '', greatest(answered - opened, 0) FROM escalations WHERE answered IS NOT NULL
UNION ALL
SELECT 'route_acknowledge', route, greatest(answered - opened, 0) FROM escalations WHERE answered IS NOT NULL
UNION ALL
SELECT 'decide', '', greatest(decided - opened, 0) FROM escalations WHERE decided IS NOT NULL
UNION ALL
SELECT 'route_decide', route, greatest(decided - opened, 0) FROM escalations WHERE decided IS NOT NULL;

-- Nearest rank, as the median (50) and nine in ten (90). Where there is no duration, the percentile is null.
CREATE OR REPLACE VIEW percentiles AS
WITH ranked AS (
    SELECT
        *, row_number() OVER (PARTITION BY name, key ORDER BY ms) AS rank, count(*) OVER (PARTITION BY name, key) AS n
    FROM durations
), wanted AS (
    SELECT unnest(['elapsed', 'to_clean', 'to_shipped', 'resolve', 'acknowledge', 'decide']) AS name, '' AS key
    UNION ALL
    SELECT 'rule_resolve', rule FROM rules
    UNION ALL
    SELECT DISTINCT unnest(['route_acknowledge', 'route_decide']), route FROM escalations
)
SELECT wanted.name || '_p' || percent AS name, wanted.key AS key, ms
FROM wanted CROSS JOIN (SELECT unnest([50, 90]) AS percent) AS percents
LEFT JOIN ranked
    ON ranked.name = wanted.name AND ranked.key = wanted.key AND rank = (n * percent + 99) // 100;

-- What is told by day and by week. A week is named by its Monday; day 0, 1970-01-01, was a Thursday.
CREATE OR REPLACE VIEW daily AS
WITH counted AS (
    SELECT
        local_day,
        coalesce(sum(active_ms) FILTER (is_touch), 0)::BIGINT AS touch,
        count(*) FILTER (kind = 'generation') AS generations,
        count(*) FILTER (kind = 'flag_raised') AS flags,
        count(*) FILTER (kind = 'flag_resolved') AS resolved,
        count(*) FILTER (kind = 'flag_dismissed') AS dismissed,
        count(*) FILTER (kind = 'escalation_opened') AS escalations
    FROM events GROUP BY local_day
), shipments AS (
    SELECT
        shipped_day AS local_day, count(*) AS shipped,
        count(*) FILTER (passed_first) AS passed, count(*) FILTER (shipped_with_ai) AS with_ai
    FROM drafts LEFT JOIN ai_drafts USING (installation, draft, shipped_day)
    WHERE shipped_day IS NOT NULL GROUP BY shipped_day
), measured AS (
    SELECT
        local_day, sum(effort.edits)::BIGINT AS edits, sum(effort.reference_words)::BIGINT AS reference_words,
        sum(effort.retained)::BIGINT AS retained,
        sum(words_given) FILTER (effort.retained IS NOT NULL)::BIGINT AS given
    FROM effort GROUP BY local_day
)
SELECT * FROM counted LEFT JOIN shipments USING (local_day) LEFT JOIN measured USING (local_day);

CREATE OR REPLACE VIEW periods AS
SELECT 'day' AS name, local_day AS day, * EXCLUDE (local_day) FROM daily
UNION ALL
SELECT
    'week', (local_day + 3) // 7 * 7 - 3, sum(touch), sum(generations), sum(flags), sum(resolved), sum(dismissed),
    sum(escalations), sum(shipped), sum(passed), sum(with_ai), sum(edits), sum(reference_words), sum(retained),
    sum(given)
FROM daily GROUP BY 2;

-- Numbers -----------------------------------------------------------------------------------------------------------

-- Every number as whole numbers: `amount`, and for a ratio what it is divided by. Null is unknown.
CREATE OR REPLACE VIEW numbers AS
WITH ru AS MATERIALIZED (FROM rules), ef AS MATERIALIZED (FROM effort), es AS MATERIALIZED (FROM escalations),
    pe AS MATERIALIZED (FROM periods), dr AS MATERIALIZED (FROM drafts),
c AS MATERIALIZED (
    SELECT kind, tool, evidence, rule, how, reason, count(*) AS n
    FROM events WHERE kind IN ('generation', 'flag_resolved', 'flag_dismissed') GROUP BY ALL
), e AS MATERIALIZED (
    SELECT
        count(*) AS events, (SELECT count(DISTINCT who) FROM people) AS people,
        count(*) FILTER (kind = 'revision') AS revisions,
        CASE WHEN revisions > 0 THEN coalesce(sum(active_ms) FILTER (is_touch), 0) END AS touch,
        sum(events.inserted) FILTER (kind = 'revision') AS inserted,
        sum(events.deleted) FILTER (kind = 'revision') AS deleted,
        sum(in_ai) FILTER (kind = 'revision') AS in_ai,
        sum(p_bursts) FILTER (kind = 'revision') AS p_bursts, sum(r_bursts) FILTER (kind = 'revision') AS r_bursts,
        count(*) FILTER (kind = 'shipped' AND surface = 'prompt') AS prompts_sent,
        CASE WHEN revisions > 0 THEN coalesce(sum(active_ms) FILTER (is_touch AND surface = 'prompt'), 0) END AS prompt_touch,
        count(*) FILTER (kind = 'generation') AS generations,
        coalesce(sum(words) FILTER (kind = 'generation'), 0) AS generated_words,
        coalesce(sum(characters) FILTER (kind = 'generation'), 0) AS generated_characters,
        count(*) FILTER (kind = 'generation' AND replaces IS NOT NULL) AS replacing,
        count(*) FILTER (kind = 'checked_clean') AS qa_passes,
        sum(saved_minutes) AS saved
    FROM events
), d AS MATERIALIZED (
    SELECT
        count(*) AS drafts, sum(dr.words) AS words, count(dr.shipped) AS shipped,
        coalesce(sum(touch_ms) FILTER (dr.shipped IS NOT NULL), 0) AS shipped_touch
    FROM dr
), a AS MATERIALIZED (
    SELECT
        count(*) AS generated, count(*) FILTER (came_clean) AS clean, count(*) FILTER (shipped_with_ai) AS shipped,
        count(*) FILTER (came_clean AND shipped_with_ai) AS shipped_clean,
        count(*) FILTER (passed_first) AS passed,
        coalesce(sum(ai_drafts.before_shipping) FILTER (shipped_with_ai), 0) AS before_shipping
    FROM ai_drafts
), m AS MATERIALIZED (
    SELECT
        coalesce(sum(ef.edits), 0) AS edits, coalesce(sum(ef.reference_words), 0) AS reference_words,
        sum(ef.insertions) AS insertions, sum(ef.deletions) AS deletions, sum(ef.substitutions) AS substitutions,
        sum(ef.shifts) AS shifts, coalesce(sum(ef.retained), 0) AS retained,
        coalesce(sum(words_given) FILTER (ef.retained IS NOT NULL), 0) AS given,
        coalesce(sum(touch_ms), 0) AS touch, count(*) AS measured,
        sum(ef.inserted) AS inserted, sum(ef.deleted) AS deleted, sum(ef.p_bursts) AS p_bursts, sum(ef.r_bursts) AS r_bursts,
        coalesce(sum(ef.characters_now), 0) AS characters_now,
        coalesce(sum(ef.characters_given + ef.inserted), 0) AS produced
    FROM ef
), r AS MATERIALIZED (
    SELECT
        coalesce(sum(ru.flags), 0) AS flags, coalesce(sum(ru.open), 0) AS open, coalesce(sum(ru.dismissed), 0) AS dismissed,
        coalesce(sum(ru.silenced), 0) AS silenced
    FROM ru
), x AS MATERIALIZED (
    SELECT
        '' AS route, count(*) AS opened, count(es.answered) AS acknowledged, count(es.decided) AS decided,
        count(es.withdrawn) AS withdrawn, count(*) FILTER (is_open) AS open, count(*) FILTER (is_overdue) AS overdue,
        count(*) FILTER (response = 'met') AS respond_met, count(*) FILTER (response <> 'open') AS respond_due,
        count(*) FILTER (resolution = 'met') AS resolve_met, count(*) FILTER (resolution <> 'open') AS resolve_due
    FROM es
    UNION ALL
    SELECT
        route, count(*), count(es.answered), count(es.decided), count(es.withdrawn), count(*) FILTER (is_open),
        count(*) FILTER (is_overdue), count(*) FILTER (response = 'met'), count(*) FILTER (response <> 'open'),
        count(*) FILTER (resolution = 'met'), count(*) FILTER (resolution <> 'open')
    FROM es GROUP BY route
), prefixed AS (SELECT *, CASE WHEN route = '' THEN '' ELSE 'route_' END AS prefix FROM x)
          SELECT 'people' AS name, '' AS key, '' AS part, people AS amount, NULL AS "of" FROM e
UNION ALL SELECT 'events', '', '', events, NULL FROM e
UNION ALL SELECT 'missing', '', '', missing, NULL FROM position_counts
UNION ALL SELECT 'dropped', '', '', absent - missing, NULL FROM position_counts
UNION ALL SELECT 'drafts', '', '', drafts, NULL FROM d
UNION ALL SELECT 'words', '', '', words, NULL FROM d
UNION ALL SELECT 'shipped', '', '', shipped, NULL FROM d
UNION ALL SELECT 'touch', '', '', touch, NULL FROM e
UNION ALL SELECT 'touch_per_shipped', '', '', shipped_touch, shipped FROM d
UNION ALL SELECT 'inserted', '', '', inserted, NULL FROM e
UNION ALL SELECT 'deleted', '', '', deleted, NULL FROM e
UNION ALL SELECT 'changed_in_ai', '', '', in_ai, NULL FROM e
UNION ALL SELECT 'bursts', '', 'p', p_bursts, NULL FROM e
UNION ALL SELECT 'bursts', '', 'r', r_bursts, NULL FROM e
UNION ALL SELECT 'prompts_sent', '', '', prompts_sent, NULL FROM e
UNION ALL SELECT 'prompt_touch', '', '', prompt_touch, NULL FROM e
UNION ALL SELECT 'generations', '', '', generations, NULL FROM e
UNION ALL SELECT 'generated_words', '', '', generated_words, NULL FROM e
UNION ALL SELECT 'generated_characters', '', '', generated_characters, NULL FROM e
UNION ALL SELECT 'tool_generations', tool, '', sum(n), NULL FROM c
    WHERE kind = 'generation' AND tool <> '' GROUP BY tool
UNION ALL SELECT 'evidence_generations', evidence, '', sum(n), NULL FROM c
    WHERE kind = 'generation' GROUP BY evidence
UNION ALL SELECT 'replacing', '', '', replacing, generations FROM e
UNION ALL SELECT 'iterations', '', '', before_shipping, shipped FROM a
UNION ALL SELECT 'first_pass', '', '', passed, shipped FROM a
UNION ALL SELECT 'qa_passes', '', '', qa_passes, NULL FROM e
UNION ALL SELECT 'funnel', '', 'generated', generated, NULL FROM a
UNION ALL SELECT 'funnel', '', 'clean', clean, NULL FROM a
UNION ALL SELECT 'funnel', '', 'shipped', shipped, NULL FROM a
UNION ALL SELECT 'funnel', '', 'shipped_clean', shipped_clean, NULL FROM a
UNION ALL SELECT 'hter', '', '', edits, reference_words FROM m
UNION ALL SELECT 'retention', '', '', retained, given FROM m
UNION ALL SELECT 'tool_hter', tool, '', coalesce(sum(edits), 0), coalesce(sum(reference_words), 0) FROM ef
    WHERE tool <> '' GROUP BY tool
UNION ALL SELECT 'tool_retention', tool, '', coalesce(sum(retained), 0),
    coalesce(sum(words_given) FILTER (retained IS NOT NULL), 0) FROM ef WHERE tool <> '' GROUP BY tool
UNION ALL SELECT 'ter_edits', '', 'insertions', insertions, NULL FROM m
UNION ALL SELECT 'ter_edits', '', 'deletions', deletions, NULL FROM m
UNION ALL SELECT 'ter_edits', '', 'substitutions', substitutions, NULL FROM m
UNION ALL SELECT 'ter_edits', '', 'shifts', shifts, NULL FROM m
UNION ALL SELECT 'generation_touch', '', '', touch, measured FROM m
UNION ALL SELECT 'generation_inserted', '', '', inserted, NULL FROM m
UNION ALL SELECT 'generation_deleted', '', '', deleted, NULL FROM m
UNION ALL SELECT 'product_process', '', '', characters_now, produced FROM m
UNION ALL SELECT 'generation_bursts', '', 'p', p_bursts, NULL FROM m
UNION ALL SELECT 'generation_bursts', '', 'r', r_bursts, NULL FROM m
UNION ALL SELECT 'flags', '', '', flags, NULL FROM r
UNION ALL SELECT 'flags_per_1000_words', '', '', flags, coalesce(words, 0) FROM r, d
UNION ALL SELECT 'flags_open', '', '', open, NULL FROM r
UNION ALL SELECT 'flags_ended', '', how, sum(n), NULL FROM c WHERE kind = 'flag_resolved' GROUP BY how
UNION ALL SELECT 'flags_ended', '', 'dismissed', dismissed, NULL FROM r WHERE dismissed > 0
UNION ALL SELECT 'flags_ended', '', 'silenced', silenced, NULL FROM r WHERE silenced > 0
UNION ALL SELECT 'dismissed', '', reason, sum(n), NULL FROM c WHERE kind = 'flag_dismissed' GROUP BY reason
UNION ALL SELECT 'rule_flags', rule, '', flags, NULL FROM ru
UNION ALL SELECT 'rule_flags_per_1000_words', rule, '', flags, coalesce(words, 0) FROM ru, d
UNION ALL SELECT 'rule_open', rule, '', open, NULL FROM ru
UNION ALL SELECT 'rule_ended', rule, how, sum(n), NULL FROM c WHERE kind = 'flag_resolved' GROUP BY rule, how
UNION ALL SELECT 'rule_ended', rule, 'dismissed', dismissed, NULL FROM ru WHERE dismissed > 0
UNION ALL SELECT 'rule_ended', rule, 'silenced', silenced, NULL FROM ru WHERE silenced > 0
UNION ALL SELECT 'rule_dismissed', rule, reason, sum(n), NULL FROM c
    WHERE kind = 'flag_dismissed' GROUP BY rule, reason
UNION ALL SELECT 'rule_dismissal', rule, '', dismissed, ended_by_hand FROM ru
UNION ALL SELECT 'rule_mostly_dismissed', rule, '', dismissed, ended_by_hand FROM ru
    WHERE ended_by_hand >= 5 AND dismissed * 2 > ended_by_hand
UNION ALL SELECT 'rule_cost', rule, '', cost_ms, NULL FROM ru
UNION ALL SELECT 'touch_without_flags', '', '', CASE WHEN revisions > 0 THEN (
    SELECT coalesce(sum(touch_ms), 0)
    FROM dr ANTI JOIN flags USING (installation, draft)) END, NULL FROM e
UNION ALL SELECT prefix || 'escalations', route, 'opened', opened, NULL FROM prefixed
UNION ALL SELECT prefix || 'escalations', route, 'acknowledged', acknowledged, NULL FROM prefixed
UNION ALL SELECT prefix || 'escalations', route, 'decided', decided, NULL FROM prefixed
UNION ALL SELECT prefix || 'escalations', route, 'withdrawn', withdrawn, NULL FROM prefixed
UNION ALL SELECT prefix || 'escalations', route, 'open', open, NULL FROM prefixed
UNION ALL SELECT prefix || 'escalations', route, 'overdue', CASE WHEN now_ms IS NOT NULL THEN overdue END, NULL
    FROM prefixed, settings
UNION ALL SELECT 'escalations', '', 'unmatched', (
    SELECT count(DISTINCT escalation) FROM events ANTI JOIN escalations ON events.escalation = escalations.id
    WHERE events.escalation IS NOT NULL), NULL
UNION ALL SELECT 'decisions', '', decision, count(*), NULL FROM es WHERE decision IS NOT NULL GROUP BY decision
UNION ALL SELECT 'route_decisions', route, decision, count(*), NULL FROM es
    WHERE decision IS NOT NULL GROUP BY route, decision
UNION ALL SELECT prefix || 'sla_respond', route, '', respond_met, respond_due FROM prefixed
UNION ALL SELECT prefix || 'sla_resolve', route, '', resolve_met, resolve_due FROM prefixed
UNION ALL SELECT name, key, '', ms, NULL FROM percentiles
UNION ALL SELECT 'rework_cost', '', '', touch * rate_hundredths,
    CASE WHEN touch IS NOT NULL AND rate_hundredths IS NOT NULL THEN 360000000 END FROM e, settings
UNION ALL SELECT 'saved', '', '', saved, NULL FROM e
UNION ALL SELECT 'saved_value', '', '', saved * rate_hundredths,
    CASE WHEN saved IS NOT NULL AND rate_hundredths IS NOT NULL THEN 6000 END FROM e, settings
UNION ALL SELECT name, (DATE '1970-01-01' + day::INTEGER)::VARCHAR, part, amount, "of" FROM (
              SELECT name, day, 'touch' AS part, touch AS amount, NULL AS "of" FROM pe
    UNION ALL SELECT name, day, 'generations', generations, NULL FROM pe
    UNION ALL SELECT name, day, 'flags', flags, NULL FROM pe
    UNION ALL SELECT name, day, 'resolved', resolved, NULL FROM pe
    UNION ALL SELECT name, day, 'dismissed', dismissed, NULL FROM pe
    UNION ALL SELECT name, day, 'escalations', escalations, NULL FROM pe
    UNION ALL SELECT name, day, 'shipped', coalesce(shipped, 0), NULL FROM pe
    UNION ALL SELECT name, day, 'first_pass', coalesce(passed, 0), coalesce(with_ai, 0) FROM pe
    UNION ALL SELECT name, day, 'hter', coalesce(edits, 0), coalesce(reference_words, 0) FROM pe
    UNION ALL SELECT name, day, 'retention', coalesce(retained, 0), coalesce(given, 0) FROM pe
);

-- The scorecard: every number with its value.
CREATE OR REPLACE VIEW scorecard AS
SELECT
    name, key, part, amount::BIGINT AS amount, "of"::BIGINT AS "of",
    CASE
        WHEN amount IS NULL THEN NULL
        WHEN "of" IS NULL THEN amount::DOUBLE
        WHEN "of" = 0 THEN NULL
        WHEN name LIKE '%per_1000_words' THEN 1000.0 * amount::DOUBLE / "of"::DOUBLE
        ELSE amount::DOUBLE / "of"::DOUBLE
    END AS value
FROM numbers;
