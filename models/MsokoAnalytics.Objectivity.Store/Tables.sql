-- Results of the objectivity analysis; made anew by every run in one transaction. Decisions of people are kept in anomaly.review.
CREATE OR REPLACE TABLE anomaly.class_evidence (
    work_id VARCHAR NOT NULL,
    school_id VARCHAR NOT NULL,
    class_id VARCHAR,
    class_label VARCHAR,
    n_participants INTEGER NOT NULL,
    n_roster INTEGER NOT NULL,
    tier VARCHAR NOT NULL,              -- T1 | T2 | T3 | T4: which data the class has, which model served it
    mean_score DOUBLE NOT NULL,
    z_other DOUBLE,                     -- level against other ВПР
    z_journal DOUBLE,                   -- level against the journal
    z_leniency DOUBLE,                  -- journal against everything else
    leniency_index DOUBLE,              -- the same in deviations of the journal
    z_misfit DOUBLE,
    z_hard_items DOUBLE,
    llr_sharing DOUBLE,
    llr_bump DOUBLE,
    llr_journal_copy DOUBLE,
    llr_absence DOUBLE,
    z_agreement DOUBLE,
    n_down INTEGER,
    n_same INTEGER,
    n_up INTEGER,
    expected_same DOUBLE,
    n_at_threshold INTEGER NOT NULL,
    expected_at_threshold DOUBLE NOT NULL,
    likelihood_ratios VARCHAR NOT NULL, -- bump … lift, inflate: natural logarithms, in the order of the mechanisms
    contributions VARCHAR NOT NULL,     -- of the ten evidences to the log odds of the mechanism
    unit_log_odds DOUBLE NOT NULL,
    context_series DOUBLE NOT NULL,
    context_parallel DOUBLE NOT NULL,
    context_school DOUBLE NOT NULL,
    posterior DOUBLE NOT NULL,
    posterior_alone DOUBLE NOT NULL,    -- without context (audit mode)
    q_value DOUBLE NOT NULL,
    conformal_p DOUBLE NOT NULL,
    mechanism VARCHAR NOT NULL,
    model_version VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);

CREATE OR REPLACE TABLE anomaly.flags (
    flag_id VARCHAR NOT NULL,
    level VARCHAR NOT NULL,             -- класс × работа | школа
    work_id VARCHAR,
    school_id VARCHAR NOT NULL,
    class_id VARCHAR,
    list VARCHAR NOT NULL,              -- список для проверки | зона внимания
    direction VARCHAR NOT NULL,         -- впр
    mechanism VARCHAR,
    posterior DOUBLE NOT NULL,
    q_value DOUBLE NOT NULL,
    n INTEGER NOT NULL,
    effect_points DOUBLE,               -- mean score above what the other works of the class tell
    persistence INTEGER NOT NULL,       -- other years of the class and subject with a posterior above one half
    explanation_ru VARCHAR NOT NULL,
    against_ru VARCHAR NOT NULL,
    status VARCHAR NOT NULL,            -- новый | подтверждён | снят
    status_reason VARCHAR,
    model_version VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);

CREATE OR REPLACE TABLE anomaly.cannot_judge (
    work_id VARCHAR,
    school_id VARCHAR,
    class_id VARCHAR,
    reason VARCHAR NOT NULL,
    reason_ru VARCHAR NOT NULL,
    n INTEGER NOT NULL,
    run_id VARCHAR NOT NULL
);

CREATE OR REPLACE TABLE anomaly.diagnostics (
    name VARCHAR NOT NULL,
    value DOUBLE,
    text_ru VARCHAR NOT NULL,
    model_version VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);

CREATE TABLE IF NOT EXISTS anomaly.review (
    flag_id VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    reason VARCHAR,
    changed_at TIMESTAMP NOT NULL
);
