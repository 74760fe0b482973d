using FsCheck;
using FsCheck.Fluent;

namespace MsokoAnalytics.Models.Tests.Oracle;

/// <summary>Random scenarios: few schools and classes, so that groups of one, of none and of all kinds meet.</summary>
internal static class ScenarioGenerator
{
    private static readonly string?[] Labels = [null, "А", "Б", "1"];

    public static Arbitrary<Scenario> Scenarios { get; } = Arb.From(Generate(), Shrink);

    private static Gen<Scenario> Generate() =>
        from size in Gen.Choose(0, 90)
        from pupils in Pupils().ArrayOf(size)
        from marks in Marks().ArrayOf(size % 7)
        from journals in Journals().ArrayOf(size % 5)
        select new Scenario(pupils, [.. marks.DistinctBy(m => (m.Work, m.Scope, m.ScopeId))], [.. journals.DistinctBy(m => (m.Work, m.Scope, m.ScopeId))]);

    private static Gen<Pupil> Pupils() =>
        from work in Gen.Frequency((5, Gen.Constant(0)), (2, Gen.Constant(1)), (2, Gen.Constant(2)), (2, Gen.Constant(3)))
        from school in Gen.Choose(0, 4)
        from label in Gen.Elements(Labels)
        from place in Gen.Frequency((5, Gen.Constant(PlaceForm.CodeAndName)), (3, Gen.Constant(PlaceForm.OtherSpelling)), (2, Gen.Constant(PlaceForm.Nothing)))
        from attendance in Gen.Frequency((8, Gen.Constant("present")), (2, Gen.Constant("absent")), (1, Gen.Constant("unknown")))
        from score in OrNull(9, Gen.Choose(0, Scenario.Works[work].Max))
        from mark in OrNull(4, Gen.Choose(2, 5))
        from journal in OrNull(7, Gen.Choose(2, 5))
        from tasks in Tasks(Scenario.Works[work].TaskMax)
        select new Pupil(work, school, label, place, attendance, score, mark, journal, tasks);

    private static Gen<int?[]> Tasks(int[] maxima) =>
        from first in Cell(maxima[0])
        from second in Cell(maxima[1])
        from third in Cell(maxima[^1])
        select maxima.Length == 3 ? new[] { first, second, third } : [first, second];

    private static Gen<int?> Cell(int maximum) =>
        Gen.Frequency((8, Gen.Choose(0, maximum).Select(v => (int?)v)), (2, Gen.Constant((int?)-1)), (1, Gen.Constant((int?)null)));

    private static Gen<int?> OrNull(int weight, Gen<int> values) =>
        Gen.Frequency((weight, values.Select(v => (int?)v)), (1, Gen.Constant((int?)null)));

    private static Gen<(string Scope, string Id)> Objects() => Gen.Elements(
        ("country", "РФ"), ("region", Scenario.Region), ("municipality", Scenario.MunicipalityCode(1)), ("municipality", Scenario.MunicipalityCode(2)),
        ("school", Scenario.SchoolId(0)), ("school", Scenario.SchoolId(3)), ("school", "229999"));

    private static Gen<OfficialMarks> Marks() =>
        from work in Gen.Choose(0, 3)
        from o in Objects()
        from schools in OrNull(2, Gen.Choose(1, 5))
        from counts in Gen.Choose(0, 40).ArrayOf(4)
        select new OfficialMarks(work, o.Scope, o.Id, o.Scope == "school" ? null : schools, counts[0], counts[1], counts[2], counts[3] + 1);

    private static Gen<OfficialJournal> Journals() =>
        from work in Gen.Choose(0, 3)
        from o in Objects()
        from counts in Gen.Choose(0, 6).ArrayOf(3)
        select new OfficialJournal(work, o.Scope, o.Id, counts[0], counts[1], counts[2] + 1);

    /// <summary>Without the official rows, without either half of the pupils, without each pupil.</summary>
    private static IEnumerable<Scenario> Shrink(Scenario scenario)
    {
        if (scenario.Marks.Count + scenario.Journals.Count > 0) yield return scenario with { Marks = [], Journals = [] };
        var half = scenario.Pupils.Count / 2;
        if (half > 1)
        {
            yield return scenario with { Pupils = [.. scenario.Pupils.Take(half)] };
            yield return scenario with { Pupils = [.. scenario.Pupils.Skip(half)] };
        }

        for (var i = 0; i < scenario.Pupils.Count; i++)
            yield return scenario with { Pupils = [.. scenario.Pupils.Where((_, k) => k != i)] };
    }
}
