using System.Globalization;
using MsokoAnalytics.DemoData.Output;

namespace MsokoAnalytics.DemoData.Gia;

/// <summary><c>truth/gia_results.csv</c> and <c>truth/gia_graduates.csv</c>: what the marts must show of each school.</summary>
internal sealed class GiaTruth
{
    private readonly List<string> _results = [];
    private readonly List<string> _graduates = [];

    public void Add(int year, int grade, List<GiaPerson> persons)
    {
        foreach (var school in persons.GroupBy(p => p.Place.SchoolId))
        {
            foreach (var period in new[] { "all_main", "all" })
                foreach (var exam in school.SelectMany(p => Finals(p, period == "all")).GroupBy(s => s.Exam))
                    AddExam(year, school.Key, period, exam.Key, [.. exam]);
            foreach (var state in new[] { "preliminary", "final" }) AddGraduates(year, grade, school.Key, state, [.. school]);
        }
    }

    public void Write(OutputFolder output)
    {
        using (var results = output.TruthFile("gia_results.csv"))
        {
            results.WriteLine("year;procedure;subject;math_level;period;school_id;n_participants;n_below;sum_primary;sum_result;n2;n3;n4;n5;n70plus;n100");
            foreach (var line in _results) results.WriteLine(line);
        }

        using var graduates = output.TruthFile("gia_graduates.csv");
        graduates.WriteLine("year;grade_level;state;school_id;n_graduates;n_passed_all;n_persons_below;n_all_70_100;n_results_100;n_persons_100;n_no_certificate");
        foreach (var line in _graduates) graduates.WriteLine(line);
    }

    /// <summary>The last valid sitting of each exam.</summary>
    private static IEnumerable<GiaSitting> Finals(GiaPerson person, bool additional) =>
        person.Sittings.Where(s => s.IsValid && (additional || s.Period != GiaPeriod.Additional)).GroupBy(s => s.Exam).Select(g => g.MaxBy(s => s.Period)!);

    private void AddExam(int year, string school, string period, GiaExam exam, List<GiaSitting> finals)
    {
        object?[] marks = exam.HasTestScore ? [null, null, null, null] : [.. Enumerable.Range(2, 4).Select(m => (object?)finals.Count(s => s.ResultAfter == m))];
        object?[] high = exam.HasTestScore ? [finals.Count(s => s.ResultAfter >= 70), finals.Count(s => s.ResultAfter == 100)] : [null, null];
        _results.Add(Line([year, exam.Procedure, exam.Subject, exam.Level, period, school, finals.Count, finals.Count(s => exam.IsBelow(s.ResultAfter)), finals.Sum(s => s.PrimaryAfter), finals.Sum(s => s.ResultAfter), .. marks, .. high]));
    }

    private void AddGraduates(int year, int grade, string school, string state, List<GiaPerson> persons)
    {
        var additional = state == "final";
        int passedAll = 0, below = 0, allHigh = 0, results100 = 0, persons100 = 0, noCertificate = 0;
        foreach (var person in persons)
        {
            var finals = Finals(person, additional).ToList();
            // Whoever sat an exam without a valid result has not passed it.
            var passed = person.Sittings.Where(s => additional || s.Period != GiaPeriod.Additional).Select(s => s.Exam).Distinct().All(e => finals.Exists(s => s.Exam == e && !e.IsBelow(s.ResultAfter)));
            var tests = finals.FindAll(s => s.Exam.HasTestScore);
            var hundreds = tests.Count(s => s.ResultAfter == 100);
            if (passed) passedAll++;
            if (finals.Exists(s => s.Exam.IsBelow(s.ResultAfter))) below++;
            if (passed && tests.Count > 0 && tests.TrueForAll(s => s.ResultAfter >= 70)) allHigh++;
            results100 += hundreds;
            if (hundreds > 0) persons100++;
            var mandatory = new[] { "РУ", "МА" }.All(m => finals.Exists(s => s.Exam.Subject == m && !s.Exam.IsBelow(s.ResultAfter)));
            if (!mandatory || (grade == 9 && !passed)) noCertificate++;
        }

        object?[] senior = grade == 11 ? [allHigh, results100, persons100] : [null, null, null];
        _graduates.Add(Line([year, grade, state, school, persons.Count, passedAll, below, .. senior, noCertificate]));
    }

    private static string Line(object?[] cells) => string.Join(';', cells.Select(c => Convert.ToString(c, CultureInfo.InvariantCulture)));
}
