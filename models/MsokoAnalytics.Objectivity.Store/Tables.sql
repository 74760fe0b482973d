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
    context_teachers DOUBLE NOT NULL,   -- log odds of the unit with all of these, if teachers are at work
    posterior DOUBLE NOT NULL,
    posterior_alone DOUBLE NOT NULL,    -- without context (audit mode)
    q_value DOUBLE NOT NULL,
    conformal_p DOUBLE NOT NULL,
    mechanism VARCHAR NOT NULL,
    effect_points DOUBLE,               -- mean score above what the other works of the class tell
    effect_marks DOUBLE,                -- the same in marks
    direction VARCHAR NOT NULL,         -- впр | оба: whether the journal of the class looks raised too
    is_controlled BOOLEAN NOT NULL,     -- written under independent observers
    controlled_p DOUBLE,                -- share of controlled classes with evidence at least as strong
    z_gia DOUBLE,                       -- ОГЭ of the class a year later against its ВПР of grade 8; negative = lower than promised
    model VARCHAR NOT NULL,             -- T1 … T4, «/1» for data of one year
    model_version VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);

CREATE OR REPLACE TABLE anomaly.school_evidence (
    scope VARCHAR NOT NULL,             -- школа × работа | школа × год | школа
    school_id VARCHAR NOT NULL,
    work_id VARCHAR,
    academic_year VARCHAR,
    n_classes INTEGER NOT NULL,         -- judged classes × works
    n_participants INTEGER NOT NULL,
    n_probable INTEGER NOT NULL,        -- of them with a posterior above one half
    expected_share DOUBLE NOT NULL,     -- mean posterior
    posterior DOUBLE NOT NULL,          -- школа × работа: at least one class; else at least a tenth and at least three
    q_value DOUBLE,                     -- NULL for a work with one class at the school
    mechanism VARCHAR NOT NULL,
    direction VARCHAR NOT NULL,
    effect_points DOUBLE,
    effect_marks DOUBLE,
    is_controlled BOOLEAN NOT NULL,     -- any of its classes was
    model_version VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);

CREATE OR REPLACE TABLE anomaly.flags (
    flag_id VARCHAR NOT NULL,
    level VARCHAR NOT NULL,             -- класс × работа | школа × работа | школа × год | школа
    work_id VARCHAR,
    academic_year VARCHAR,
    school_id VARCHAR NOT NULL,
    class_id VARCHAR,
    list VARCHAR NOT NULL,              -- список для проверки (q up to 5 %) | зона внимания (up to 10 %)
    direction VARCHAR NOT NULL,         -- впр | оба: signs in the ВПР, in «оба» with a raised journal | журнал: signs in the current marks alone
    mechanism VARCHAR,
    posterior DOUBLE NOT NULL,          -- журнал: of a leniency above flag_level of marts.mart_journal_leniency
    q_value DOUBLE NOT NULL,            -- впр, оба: Bayesian; журнал: Benjamini–Hochberg
    n INTEGER NOT NULL,                 -- pupils; впр of школа × год and школа: classes × works
    effect_points DOUBLE,               -- mean score above what the other works of the class tell; NULL over several works and for журнал
    effect_marks DOUBLE,                -- the same in marks; журнал: current marks above expectation
    persistence INTEGER NOT NULL,       -- other years with a posterior above one half
    explanation_ru VARCHAR NOT NULL,
    against_ru VARCHAR NOT NULL,
    status VARCHAR NOT NULL,            -- новый | подтверждён | снят
    status_reason VARCHAR,
    rule_version VARCHAR NOT NULL,      -- how the list was made
    model_version VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);

-- «Прочие необычные результаты»: a ranking of what no list names; not flags, no probabilities.
CREATE OR REPLACE TABLE anomaly.unusual_result (
    rank INTEGER NOT NULL,
    work_id VARCHAR NOT NULL,
    school_id VARCHAR NOT NULL,
    class_id VARCHAR,
    class_label VARCHAR,
    n_participants INTEGER NOT NULL,
    score DOUBLE NOT NULL,              -- -log10 of Fisher's combination of eight one-sided evidences
    explanation_ru VARCHAR NOT NULL,
    model_version VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);

CREATE OR REPLACE TABLE anomaly.cannot_judge (
    work_id VARCHAR,
    municipality_id VARCHAR,            -- where a whole municipality has no results of pupils
    school_id VARCHAR,
    class_id VARCHAR,
    reason VARCHAR NOT NULL,
    reason_ru VARCHAR NOT NULL,
    n INTEGER NOT NULL,
    run_id VARCHAR NOT NULL
);

CREATE OR REPLACE TABLE anomaly.diagnostics (
    name VARCHAR NOT NULL,
    municipality_id VARCHAR,            -- NULL = all data
    value DOUBLE,
    value_lo DOUBLE,                    -- 95 % where the value is an estimate
    value_hi DOUBLE,
    n INTEGER,                          -- what the value was counted over
    training_lo DOUBLE,                 -- range met in training
    training_hi DOUBLE,
    in_training_range BOOLEAN,
    text_ru VARCHAR NOT NULL,
    model_version VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);
