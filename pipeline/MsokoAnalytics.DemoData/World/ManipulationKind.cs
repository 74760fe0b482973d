namespace MsokoAnalytics.DemoData.World;

/// <summary>Ways to make results look better.</summary>
internal enum ManipulationKind
{
    /// <summary>Scores just below a mark boundary are raised to it.</summary>
    Bump,

    /// <summary>The hardest tasks are done with help.</summary>
    Help,

    /// <summary>Some pupils copy from the best ones.</summary>
    Share,

    /// <summary>Marks are made equal to the journal's.</summary>
    CopyJournal,

    /// <summary>The weakest pupils are kept away.</summary>
    Absent,

    /// <summary>Generous marking of every task.</summary>
    Lift,

    /// <summary>Not the work but the journal is too good.</summary>
    Inflate,
}
