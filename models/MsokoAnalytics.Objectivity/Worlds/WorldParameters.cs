namespace MsokoAnalytics.Objectivity.Worlds;

/// <summary>How the files of a world name its classes.</summary>
public enum ClassNames
{
    /// <summary>The same letter over the years.</summary>
    Letters,

    /// <summary>Ordinals given anew every year: nothing links the years of a class.</summary>
    Ordinals,

    /// <summary>Not at all: a school's classes of a grade are one group.</summary>
    None,
}

/// <summary>Everything a generated world is made by. Abilities are in logits of the item model; probabilities are 0..1.</summary>
public sealed record WorldParameters
{
    public int Schools { get; init; } = 40;

    public int Years { get; init; } = 3;

    /// <summary>Shares of gymnasiums and rural schools; the rest are town schools.</summary>
    public double GymnasiumShare { get; init; } = .10;

    public double RuralShare { get; init; } = .30;

    public double GymnasiumMean { get; init; } = .80;

    public double RuralMean { get; init; } = -.15;

    public double SchoolSd { get; init; } = .28;

    public double SchoolSubjectSd { get; init; } = .12;

    public double ClassSd { get; init; } = .25;

    /// <summary>Value added by teachers.</summary>
    public double TeacherSd { get; init; } = .18;

    public double GeneralSd { get; init; } = .65;

    public double SubjectSd { get; init; } = .40;

    public double DaySd { get; init; } = .20;

    public double ClassDaySd { get; init; } = .10;

    /// <summary>Spread of the spread of classes, log scale.</summary>
    public double SpreadSd { get; init; } = .12;

    public double Discrimination { get; init; } = 1.35;

    public double DiscriminationSd { get; init; } = .25;

    public double Location { get; init; } = -.35;

    public double Guess { get; init; }

    public double ClassItemSd { get; init; } = .35;

    public double SchoolItemSd { get; init; } = .15;

    /// <summary>Class habits of marking open items.</summary>
    public double OpenSd { get; init; } = .12;

    /// <summary>Honest rounding up by one point at a threshold, everywhere.</summary>
    public double Benign { get; init; } = .05;

    /// <summary>Pull of the class mean on journal marks (frame of reference).</summary>
    public double Kappa { get; init; } = .30;

    public double Conscientiousness { get; init; } = .25;

    public double JournalNoise { get; init; } = .30;

    public double JournalNoiseSd { get; init; } = .30;

    public double SchoolSeveritySd { get; init; } = .15;

    public double TeacherSeveritySd { get; init; } = .28;

    public double AbsenceLogit { get; init; } = -2.7;

    public double AbsenceSd { get; init; } = .5;

    public double AbsenceSlope { get; init; } = -.25;

    /// <summary>Honest improvement of a school.</summary>
    public double Improve { get; init; } = .08;

    /// <summary>Honest strong teacher.</summary>
    public double Boost { get; init; } = .03;

    public double TeacherChange { get; init; } = .25;

    public double PupilChange { get; init; } = .04;

    public double Prone { get; init; } = .15;

    public double TeacherProne { get; init; } = .35;

    public double TeacherOther { get; init; } = .03;

    public double Active { get; init; } = .85;

    public double Preferred { get; init; } = .6;

    public double Inflate { get; init; } = .04;

    /// <summary>0 weak, 1 medium, 2 strong; null = each a third.</summary>
    public int? OnlyStrength { get; init; }

    /// <summary>Share of wrong links of a pupil between subjects.</summary>
    public double WrongLinks { get; init; }

    public ClassNames ClassNames { get; init; }

    /// <summary>Every class writes the first two subjects and one drawn of the rest, anew each year.</summary>
    public bool DrawnSubjects { get; init; }

    /// <summary>Half of the pupils get another variant; deviation of its items' difficulty from the first, logits; 0 = one variant.</summary>
    public double VariantSd { get; init; }

    /// <summary>Share of participants whose recorded total is up to two points off the sum of their items.</summary>
    public double WrongTotals { get; init; }

    /// <summary>Share of participants without item scores.</summary>
    public double UnknownItems { get; init; }

    /// <summary>Ranges of training worlds: half of the worlds of the usual kind, half with all nuisances wider.</summary>
    /// <param name="seed">Seed of the world.</param>
    /// <param name="schools">Number of schools.</param>
    /// <param name="wide">Ranges B instead of A.</param>
    public static WorldParameters Randomised(long seed, int schools, bool wide)
    {
        var r = new SplitRandom(seed, 77);
        return new WorldParameters
        {
            Schools = schools,
            GymnasiumShare = r.Uniform(.05, .2),
            RuralShare = r.Uniform(.1, .4),
            GymnasiumMean = r.Uniform(.5, 1),
            RuralMean = r.Uniform(-.4, 0),
            SchoolSd = r.Uniform(.2, .38),
            SchoolSubjectSd = r.Uniform(.06, .2),
            ClassSd = r.Uniform(.15, .35),
            TeacherSd = r.Uniform(.1, wide ? .35 : .28),
            GeneralSd = r.Uniform(.55, .75),
            SubjectSd = r.Uniform(.3, .5),
            DaySd = r.Uniform(.1, .3),
            ClassDaySd = r.Uniform(.03, wide ? .28 : .2),
            Discrimination = r.Uniform(1.1, 1.6),
            DiscriminationSd = r.Uniform(.15, .35),
            ClassItemSd = r.Uniform(.2, wide ? .65 : .5),
            SchoolItemSd = r.Uniform(.05, wide ? .33 : .25),
            OpenSd = r.Uniform(.05, wide ? .28 : .2),
            Benign = r.Uniform(0, wide ? .18 : .12),
            SpreadSd = r.Uniform(.05, wide ? .27 : .2),
            Conscientiousness = r.Uniform(.15, .35),
            JournalNoise = r.Uniform(.25, wide ? .52 : .4),
            JournalNoiseSd = r.Uniform(.15, wide ? .52 : .4),
            SchoolSeveritySd = r.Uniform(.08, .25),
            TeacherSeveritySd = r.Uniform(.2, wide ? .48 : .38),
            Kappa = r.Uniform(.15, .5),
            AbsenceLogit = r.Uniform(-3, -2.4),
            AbsenceSd = r.Uniform(.3, wide ? .95 : .7),
            AbsenceSlope = r.Uniform(-.4, -.1),
            Location = r.Uniform(-.55, -.15),
            Improve = r.Uniform(.03, .12),
            Prone = r.Uniform(.05, .3),
            TeacherProne = r.Uniform(.2, .5),
            TeacherOther = r.Uniform(.01, .06),
            Inflate = r.Uniform(.02, .08),
            Active = r.Uniform(.7, .95),
            Preferred = r.Uniform(.3, .8),
            TeacherChange = r.Uniform(.15, .4),
            Guess = wide ? r.Uniform(0, .15) : 0,
            WrongLinks = r.Uniform(0, .06),
        };
    }
}
