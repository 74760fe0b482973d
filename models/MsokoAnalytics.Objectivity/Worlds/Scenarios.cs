namespace MsokoAnalytics.Objectivity.Worlds;

/// <summary>Named worlds of the benchmark.</summary>
public static class Scenarios
{
    private static readonly Dictionary<string, WorldParameters> Known = new(StringComparer.Ordinal)
    {
        ["mun"] = new(),
        ["reg"] = new() { Schools = 500 },
        ["small"] = new() { Schools = 20 },
        ["oneyear"] = new() { Years = 1 },
        ["noisy"] = new()
        {
            TeacherSd = .30, ClassItemSd = .55, SchoolItemSd = .28, OpenSd = .22, AbsenceSd = .8, ClassDaySd = .22, TeacherSeveritySd = .42,
            JournalNoise = .45, JournalNoiseSd = .45, SpreadSd = .22, Benign = .15,
        },
        ["nopersist"] = new() { Prone = 0, TeacherOther = .12, Active = .55, TeacherChange = .9 },
        ["lowprev"] = new() { Prone = .03, TeacherOther = .006 },
        ["zero"] = new() { Prone = 0, TeacherOther = 0, Inflate = .04 },
        ["highprev"] = new() { Prone = .45, TeacherProne = .5, TeacherOther = .06 },
        ["guess"] = new() { Guess = .15, Discrimination = 1.0 },
        ["weak"] = new() { OnlyStrength = 0 },
        ["strong"] = new() { OnlyStrength = 2 },
        ["gymheavy"] = new() { GymnasiumShare = .35, RuralShare = .20, GymnasiumMean = 1.1, RuralMean = -.4, Kappa = .55 },
        ["badlinks"] = new() { WrongLinks = .10 },
        ["ordinals"] = new() { ClassNames = ClassNames.Ordinals },
        // Only schools with one class of a grade can be judged; more schools, so that the works are not too small.
        ["noclasses"] = new() { Schools = 120, ClassNames = ClassNames.None },
        ["drawn"] = new() { DrawnSubjects = true },
        ["variants"] = new() { VariantSd = .3 },
        ["totals"] = new() { WrongTotals = .03, UnknownItems = .05 },
        // Everything that real files are said to be like at once: two variants, drawn subjects, wrong links, odd totals, ordinals.
        ["real"] = new() { ClassNames = ClassNames.Ordinals, DrawnSubjects = true, VariantSd = .3, WrongTotals = .03, UnknownItems = .05, WrongLinks = .05 },
    };

    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <returns>Null for an unknown name.</returns>
    public static WorldParameters? Find(string name) => Known.GetValueOrDefault(name);
}
