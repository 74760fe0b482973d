namespace MsokoAnalytics.Objectivity.Inputs;

/// <summary>Takes data away until a tier remains, for training and for measuring what a tier can do.</summary>
public static class TierMask
{
    public static ObjectivityData Apply(ObjectivityData data, DataTier tier) => tier switch
    {
        DataTier.T1 => data,
        DataTier.T2 => data with { PreviousYear = null },
        DataTier.T3 => Rebuild(data, items: true, journal: false),
        DataTier.T4 => Rebuild(data, items: false, journal: true),
        DataTier.T5 => Rebuild(data, items: false, journal: false),
        _ => throw new ArgumentOutOfRangeException(nameof(tier)),
    };

    /// <summary>Without a roster only participants remain.</summary>
    private static ObjectivityData Rebuild(ObjectivityData data, bool items, bool journal)
    {
        var tests = new AssessmentTest[data.Tests.Count];
        Parallelism.For(0, tests.Length, t =>
        {
            var test = data.Tests[t];
            var count = test.Maxima.Length;
            var rows = new List<RosterRow>(test.Participants);
            for (var c = 0; c < test.Classes.Length; c++)
            {
                for (var i = test.ClassStart[c]; i < test.ClassStart[c + 1]; i++)
                {
                    if (test.Score[i] < 0) continue;
                    rows.Add(new RosterRow(
                        test.Pupil[i], test.Classes[c], test.School[i], test.Score[i],
                        journal && test.Journal[i] != 0 ? test.Journal[i] : null,
                        items && test.ItemTotal[i] >= 0 ? test.Items.AsSpan(i * count, count).ToArray() : null));
                }
            }

            tests[t] = AssessmentTest.Create(test.Subject, test.Grade, test.Year, items ? test.Maxima : [], test.MaxScore, test.Thresholds, rows, test.AcademicYear);
        });
        return new ObjectivityData(tests, data.PupilCount);
    }
}
