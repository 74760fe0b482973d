namespace MsokoAnalytics.Objectivity;

/// <summary>Smallest numbers that allow a judgement.</summary>
public static class UnitRules
{
    /// <summary>Participants of a class.</summary>
    public const int FewestParticipants = 5;

    /// <summary>Participants of a test in the data set.</summary>
    public const int FewestOfTest = 200;

    /// <summary>Schools in the data set.</summary>
    public const int FewestSchools = 8;

    /// <summary>Classes of a test.</summary>
    public const int FewestClasses = 3;

    /// <summary>Units of a subject below which its medians are uncertain.</summary>
    public const int FewestUnitsOfSubject = 60;
}
