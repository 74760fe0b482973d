namespace MsokoAnalytics.Objectivity.Inputs;

/// <summary>The ten evidences, in the order of the basis. Positive is suspicious; zG speaks of the journal side.</summary>
public enum EvidenceKind
{
    /// <summary>Level against the other ВПР of the pupils.</summary>
    LevelOther,

    /// <summary>Level against the journal.</summary>
    LevelJournal,

    /// <summary>Journal against everything else.</summary>
    JournalLevel,

    /// <summary>Misfit of answer patterns at equal total score.</summary>
    Misfit,

    /// <summary>Hard items better and easy items worse at equal total score.</summary>
    HardItems,

    /// <summary>Sharing of answers, log likelihood ratio.</summary>
    Sharing,

    /// <summary>Bumping to a threshold, log likelihood ratio.</summary>
    Bump,

    /// <summary>Marks copied from the journal, log likelihood ratio.</summary>
    JournalCopy,

    /// <summary>Selective absence, log likelihood ratio.</summary>
    Absence,

    /// <summary>Agreement with the journal.</summary>
    Agreement,
}

/// <summary>What could be the matter with a unit.</summary>
public enum Mechanism
{
    None,
    Bump,
    Help,
    Share,
    CopyJournal,
    Absent,
    Lift,

    /// <summary>Journal leniency: not a fault of the ВПР.</summary>
    Inflate,
}

/// <summary>Which data a unit has; decides which trained model serves it.</summary>
public enum DataTier
{
    /// <summary>Items, journal, roster, pupils linked over the years.</summary>
    T1 = 1,

    /// <summary>As T1 without links over the years: the usual case.</summary>
    T2 = 2,

    /// <summary>Items, no journal.</summary>
    T3 = 3,

    /// <summary>Primary scores and journal, no items.</summary>
    T4 = 4,

    /// <summary>Levels only: described, never flagged.</summary>
    T5 = 5,
}
