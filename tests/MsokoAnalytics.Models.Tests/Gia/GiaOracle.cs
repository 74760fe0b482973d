namespace MsokoAnalytics.Models.Tests.Gia;

/// <summary>The marts of ГИА recomputed with plain loops. Thresholds, periods and rules are written out here, not read from the seeds.</summary>
internal sealed class GiaOracle
{
    private readonly List<Sitting> _sittings = [];

    public GiaOracle(GiaWorld world)
    {
        var found = new Dictionary<(string Exam, int Person, string Day), Sitting>();
        foreach (var r in world.Rows.Where(r => r.Outcome == "-"))
        {
            // Of two rows of one sitting the later counts.
            var sitting = new Sitting(r);
            found[(sitting.Exam, sitting.Person, sitting.Day)] = sitting;
        }

        _sittings.AddRange(found.Values);
        var applied = new Dictionary<Sitting, (int? Primary, int? Result)>();
        foreach (var r in world.Rows.Where(r => r.Outcome != "-"))
        {
            var appeal = new Sitting(r);
            var target = _sittings.Where(s => s.Exam == appeal.Exam && s.Person == appeal.Person && (r.Date is null || s.Date is null || s.Date == GiaWorld.DateOf(r)))
                .OrderByDescending(s => s.Date is not null).ThenByDescending(s => s.Date, StringComparer.Ordinal).ThenByDescending(s => s.Day, StringComparer.Ordinal).FirstOrDefault();
            // The last row about a sitting decides, and it changes something only when it was granted or tells no outcome.
            if (target is not null) applied[target] = r.Outcome is "granted" or "" ? (appeal.Primary, appeal.Result) : (null, null);
        }

        foreach (var (target, (primary, result)) in applied)
        {
            target.Primary = primary ?? target.Primary;
            target.Result = result ?? target.Result;
        }

        foreach (var same in _sittings.GroupBy(s => (s.Exam, s.Person)))
        {
            Last(same)?.IsFinal = true;
            Last(same.Where(s => s.Period != "additional"))?.IsFinalMain = true;
        }
    }

    private static Sitting? Last(IEnumerable<Sitting> sittings) => sittings.Where(s => s.IsValid)
        .OrderBy(s => Array.IndexOf(Sitting.Periods, s.Period)).ThenBy(s => s.Date is not null).ThenBy(s => s.Date, StringComparer.Ordinal).ThenBy(s => s.Day, StringComparer.Ordinal).LastOrDefault();

    private static IEnumerable<(string Scope, string Id)> Scopes(Sitting s, HashSet<string> municipalities)
    {
        yield return ("school", s.School);
        yield return ("municipality", s.Municipality);
        if (municipalities.Count(m => !m.EndsWith("_unknown", StringComparison.Ordinal)) >= 2 && s.Municipality.StartsWith("88", StringComparison.Ordinal)) yield return ("region", "88");
    }

    /// <summary>exam|period|scope|id → n_rows, n_participants, n_absent, n_void, n_below, mean_primary, sd_primary, mean_result, sd_result, n2..n5, n70plus, n100.</summary>
    public Dictionary<string, double?[]> Results()
    {
        var pieces = new List<(string Period, Sitting S)>();
        foreach (var s in _sittings)
        {
            pieces.Add((s.Period, s));
            if (s.IsFinal) pieces.Add(("all", s));
            if (s.IsFinalMain) pieces.Add(("all_main", s));
        }

        var groups = new Dictionary<string, List<Sitting>>();
        foreach (var part in pieces.GroupBy(p => (p.S.Exam, p.Period)))
        {
            var municipalities = part.Select(p => p.S.Municipality).ToHashSet(StringComparer.Ordinal);
            foreach (var (_, s) in part)
            foreach (var (scope, id) in Scopes(s, municipalities))
            {
                var key = $"{s.Exam}|{part.Key.Period}|{scope}|{id}";
                if (!groups.TryGetValue(key, out var list)) groups[key] = list = [];
                list.Add(s);
            }
        }

        return groups.ToDictionary(g => g.Key, g =>
        {
            var valid = g.Value.Where(s => s.IsValid).ToList();
            var isTest = g.Value[0].IsTest;
            double? Mark(int mark) => isTest ? null : valid.Count(s => s.Result == mark);
            var primary = valid.Where(s => s.Primary is not null).Select(s => (double)s.Primary!.Value).ToList();
            var result = valid.Select(s => (double)s.Result!.Value).ToList();
            return new double?[]
            {
                g.Value.Count, valid.Count, g.Value.Count(s => s.Status is "absent"), g.Value.Count(s => s.Status is "removed"), valid.Count(s => s.IsBelow), Mean(primary), Deviation(primary), Mean(result), Deviation(result),
                Mark(2), Mark(3), Mark(4), Mark(5), isTest ? valid.Count(s => s.Result >= 70) : null, isTest ? valid.Count(s => s.Result == 100) : null,
            };
        });
    }

    /// <summary>year|level|state|scope|id → n_graduates, n_passed_all, n_persons_below, n_all_70_100, n_results_100, n_persons_100, n_no_certificate, n_medal_1, n_medal_2.</summary>
    public Dictionary<string, double?[]> Graduates()
    {
        var result = new Dictionary<string, double?[]>();
        foreach (var state in new[] { "preliminary", "final" })
        foreach (var year in _sittings.GroupBy(s => (s.Year, s.Level)))
        {
            var seen = year.Where(s => state == "final" || s.Period != "additional").ToList();
            var municipalities = seen.Select(s => s.Municipality).ToHashSet(StringComparer.Ordinal);
            var groups = new Dictionary<string, List<List<Sitting>>>();
            foreach (var person in seen.GroupBy(s => s.Person))
            foreach (var (scope, id) in Scopes(person.First(), municipalities))
            {
                var key = $"{year.Key.Year}|{year.Key.Level}|{state}|{scope}|{id}";
                if (!groups.TryGetValue(key, out var list)) groups[key] = list = [];
                list.Add([.. person]);
            }

            foreach (var (key, persons) in groups)
            {
                bool Final(Sitting s) => state == "final" ? s.IsFinal : s.IsFinalMain;
                List<Sitting> Finals(List<Sitting> person) => [.. person.Where(Final)];
                bool Passed(List<Sitting> person, string subject) => Finals(person).Exists(s => s.Subject == subject && !s.IsBelow);
                bool AllPassed(List<Sitting> person) => person.Select(s => s.Subject).Distinct().All(subject => Passed(person, subject));
                bool AllHigh(List<Sitting> person) => Finals(person).Where(s => s.IsTest).ToList() is { Count: > 0 } tests && tests.TrueForAll(s => s.Result >= 70) && AllPassed(person);
                bool Known(List<Sitting> person) => new[] { "РУ", "МА" }.All(subject => seen.Exists(s => s.School == person[0].School && s.Subject == subject));
                bool Certificate(List<Sitting> person) => Passed(person, "РУ") && Passed(person, "МА") && (year.Key.Level == 11 || AllPassed(person));
                bool Medal(List<Sitting> person, int least) => Finals(person).Exists(s => s.IsTest && s.Subject == "РУ" && s.Result >= least)
                    && Finals(person).Exists(s => (s.IsTest && s.Subject != "РУ" && s.Result >= least) || (s.Exam.EndsWith("base", StringComparison.Ordinal) && s.Result == 5));
                double? Senior(double n) => year.Key.Level == 11 ? n : null;
                result[key] =
                [
                    persons.Count, persons.Count(AllPassed), persons.Count(p => Finals(p).Exists(s => s.IsBelow)), Senior(persons.Count(AllHigh)), Senior(persons.Sum(p => Finals(p).Count(s => s.IsTest && s.Result == 100))),
                    Senior(persons.Count(p => Finals(p).Exists(s => s.IsTest && s.Result == 100))), persons.TrueForAll(Known) ? persons.Count(p => !Certificate(p)) : null,
                    Senior(persons.Count(p => Medal(p, 70))), Senior(persons.Count(p => Medal(p, 60))),
                ];
            }
        }

        return result;
    }

    private static double? Mean(List<double> values) => values.Count == 0 ? null : values.Average();

    private static double? Deviation(List<double> values) => values.Count < 2 ? null : Math.Sqrt(values.Sum(v => (v - values.Average()) * (v - values.Average())) / (values.Count - 1));

    private sealed class Sitting
    {
        public static readonly string[] Periods = ["early", "main", "reserve", "resit", "additional"];

        public Sitting(ProtocolRow r)
        {
            (Year, Subject, Person, Status, Primary) = (r.Year, r.Subject, r.Person, r.Status, r.Primary);
            Level = r.Procedure == "ЕГЭ" ? 11 : 9;
            var procedure = r.Code == "52" ? "ГВЭ" : r.Procedure;
            var level = r.Code switch { "02" => "-profile", "22" => "-base", _ => "" };
            Exam = $"{procedure}-{r.Year}-{r.Subject}{level}";
            IsTest = procedure == "ЕГЭ" && r.Code != "22";
            Result = procedure == "ЕГЭ" ? r.Test : r.Mark;
            Date = GiaWorld.DateOf(r);
            var day = r.Date is null ? 0 : int.Parse(r.Date.Replace("-", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
            Period = r.Period ?? day switch { >= 301 and <= 510 => "early", >= 511 and <= 630 => "main", >= 701 and <= 731 => "resit", >= 815 and <= 1015 => "additional", _ => "main" };
            Day = Date ?? Period;
            // 0202 has no code of ЕГЭ; its code of ОГЭ serves. 0303 is in no list: its municipality is that of the sheet.
            School = r.School switch { "0101" => "880001", "0202" => "880002", _ => (Level == 11 ? "егэ-" : "огэ-") + r.School };
            Municipality = r.School == "0202" ? "88_m020" : "88_m010";
            Minimum = procedure == "ЕГЭ" ? r.Code switch { "01" => 24, "02" => 27, "22" => 3, _ => 42 } : 3;
        }

        public int Year { get; }

        public int Level { get; }

        public string Exam { get; }

        public string Subject { get; }

        public int Person { get; }

        public string Status { get; }

        public string? Date { get; }

        public string Day { get; }

        public string Period { get; }

        public string School { get; }

        public string Municipality { get; }

        public bool IsTest { get; }

        public int Minimum { get; }

        public int? Primary { get; set; }

        public int? Result { get; set; }

        public bool IsFinal { get; set; }

        public bool IsFinalMain { get; set; }

        public bool IsValid => Status == "present" && Result is not null;

        public bool IsBelow => IsValid && Result < Minimum;
    }
}
