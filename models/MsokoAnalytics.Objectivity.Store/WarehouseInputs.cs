using System.Data.Common;
using System.Reflection;
using Dapper;
using MsokoAnalytics.Objectivity.Inputs;

namespace MsokoAnalytics.Objectivity.Store;

/// <summary>A work as the warehouse names it.</summary>
internal sealed record WorkName(string WorkId, string Subject, int Grade, int ActualGrade, int Year, string AcademicYear, int[] Thresholds);

/// <summary>A work, or a class, school or municipality of it, set aside before the analysis.</summary>
internal sealed record SetAside(string WorkId, string? SchoolId, string Reason, int Count, string? MunicipalityId = null);

/// <summary>A school as the warehouse names it; the municipality is that of its newest results.</summary>
internal sealed record SchoolEntry(string Id, string Name, string? MunicipalityId);

/// <summary>Reads the tests of the warehouse.</summary>
internal sealed class WarehouseInputs
{
    /// <summary>A group without a class name and with more participants is more than one class.</summary>
    private const int LargestClass = 35;

    public required ObjectivityData Data { get; init; }

    /// <summary>By index of the test.</summary>
    public required WorkName[] Works { get; init; }

    /// <summary>By school number.</summary>
    public required SchoolEntry[] Schools { get; init; }

    /// <summary>By work and class number.</summary>
    public required IReadOnlyDictionary<(string WorkId, int Class), (string? ClassId, string? Label)> Classes { get; init; }

    public required SetAside[] SetAside { get; init; }

    /// <summary>Works (test index) and classes written under independent observers.</summary>
    public required IReadOnlySet<(string WorkId, int Class)> Controlled { get; init; }

    /// <summary>ОГЭ of a class against its ВПР of grade 8, in usual spreads between classes.</summary>
    public required IReadOnlyDictionary<(string WorkId, int Class), double> Gia { private get; init; }

    /// <returns>NaN where there is no ОГЭ of the class.</returns>
    public double GiaResidual(string workId, int classNo) => Gia.TryGetValue((workId, classNo), out var z) ? z : double.NaN;

    public static WarehouseInputs Read(DbConnection connection)
    {
        connection.Execute(Resource("Extraction.sql"));
        var setAside = new List<SetAside>();
        var works = ReadWorks(connection, setAside);
        var pupils = connection.ExecuteScalar<int>("SELECT count(*) FROM objectivity_pupil");
        setAside.AddRange(connection.Query<(string Work, string? Municipality, string? School, int Count)>("SELECT work_id, municipality_id, school_id, n FROM objectivity_aggregate ORDER BY ALL").Select(a => new SetAside(a.Work, a.School, "AggregatesOnly", a.Count, a.Municipality)));
        SchoolEntry[] schools = [.. connection.Query<(string Id, string Name, string? Municipality)>("SELECT s.school_id, coalesce(d.school_name, s.school_id), s.municipality_id FROM objectivity_school AS s LEFT JOIN core.dim_school AS d ON d.school_id = s.school_id ORDER BY s.school_no").Select(s => new SchoolEntry(s.Id, s.Name, s.Municipality))];
        var classes = connection.Query<(string WorkId, int Class, string? ClassId, string? Label)>(
            "SELECT i.work_id, g.class_no, g.class_id, g.class_label FROM objectivity_group AS g JOIN core.int_result_group AS i ON i.group_no = g.group_no").ToDictionary(g => (g.WorkId, g.Class), g => (g.ClassId, g.Label));
        var rosters = Rosters(connection, works);
        var tests = new List<AssessmentTest>();
        var names = new List<WorkName>();
        foreach (var (number, work) in works.OrderBy(w => w.Key))
        {
            if (!rosters.TryGetValue(number, out var roster)) continue;
            var known = WithoutUnnamed(roster, work, schools, setAside);
            tests.Add(AssessmentTest.Create(work.SubjectNo, work.Name.Grade, work.YearNo, work.Maxima, work.MaxScore, work.Name.Thresholds, known, int.Parse(work.Name.AcademicYear.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture)));
            names.Add(work.Name);
        }

        return new WarehouseInputs
        {
            Data = new ObjectivityData(tests, pupils),
            Works = [.. names],
            Schools = schools,
            Classes = classes,
            SetAside = [.. setAside],
            Controlled = connection.Query<(string, int)>("SELECT work_id, class_no FROM objectivity_controlled").ToHashSet(),
            Gia = GiaResiduals.Read(connection),
        };
    }

    /// <summary>Whether the table or view has been built: the analysis does without what a warehouse may not have yet.</summary>
    internal static bool HasTable(DbConnection connection, string schema, string table) =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM information_schema.tables WHERE table_schema = $schema AND table_name = $table", new { schema, table }) > 0;

    internal static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private sealed record Work(WorkName Name, int SubjectNo, int YearNo, int MaxScore, int[] Maxima);

    private static Dictionary<int, Work> ReadWorks(DbConnection connection, List<SetAside> setAside)
    {
        var result = new Dictionary<int, Work>();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT test_no, work_id, subject_name, grade, actual_grade, year, subject_no, year_no, max_score, min_3, min_4, min_5, maxima, academic_year FROM objectivity_work ORDER BY test_no";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var id = reader.GetString(1);
            if (reader.IsDBNull(8) || reader.IsDBNull(9) || reader.GetInt32(11) > reader.GetInt32(8))
            {
                setAside.Add(new SetAside(id, null, "NoScale", 0));
                continue;
            }

            int[] thresholds = [reader.GetInt32(9), reader.GetInt32(10), reader.GetInt32(11)];
            int[] maxima = reader.IsDBNull(12) ? [] : [.. reader.GetString(12).Split(' ').Select(x => int.Parse(x, System.Globalization.CultureInfo.InvariantCulture))];
            var name = new WorkName(id, reader.GetString(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetInt32(5), reader.GetString(13), thresholds);
            result[reader.GetInt32(0)] = new Work(name, reader.GetInt32(6), reader.GetInt32(7), reader.GetInt32(8), maxima);
        }

        return result;
    }

    private static Dictionary<int, List<(RosterRow Row, bool Unnamed)>> Rosters(DbConnection connection, Dictionary<int, Work> works)
    {
        var rosters = new Dictionary<int, List<(RosterRow, bool)>>();
        using var command = connection.CreateCommand();
        // The order makes sums, and so results, independent of how the engine scans.
        command.CommandText = "SELECT test_no, class_no, school_no, pupil_no, score, journal, items, is_unnamed FROM objectivity_row ORDER BY test_no, class_no, pupil_no";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var test = reader.GetInt32(0);
            if (!works.TryGetValue(test, out var work)) continue;
            if (!rosters.TryGetValue(test, out var roster)) rosters[test] = roster = [];
            roster.Add((new RosterRow(
                reader.GetInt32(3), reader.GetInt32(1), reader.GetInt32(2),
                reader.IsDBNull(4) ? null : reader.GetInt16(4),
                reader.IsDBNull(5) ? null : (sbyte)reader.GetValue(5),
                reader.IsDBNull(6) ? null : Items(reader.GetString(6), work.Maxima)), reader.GetBoolean(7)));
        }

        return rosters;
    }

    /// <returns>Null when a score is above the maximum of its task (a maximum read off the scores can be too low).</returns>
    private static sbyte[]? Items(string text, int[] maxima)
    {
        if (text.Length != maxima.Length) return null;
        var items = new sbyte[text.Length];
        for (var j = 0; j < items.Length; j++)
        {
            items[j] = (sbyte)(text[j] - '0');
            if (items[j] > maxima[j]) return null;
        }

        return items;
    }

    private static List<RosterRow> WithoutUnnamed(List<(RosterRow Row, bool Unnamed)> roster, Work work, SchoolEntry[] schools, List<SetAside> setAside)
    {
        var tooLarge = roster.Where(r => r.Unnamed && r.Row.Score is not null).GroupBy(r => (r.Row.Class, r.Row.School)).Where(g => g.Count() > LargestClass).ToDictionary(g => g.Key, g => g.Count());
        foreach (var ((_, school), count) in tooLarge) setAside.Add(new SetAside(work.Name.WorkId, schools[school].Id, "NoClass", count));
        return [.. roster.Where(r => !r.Unnamed || !tooLarge.ContainsKey((r.Row.Class, r.Row.School))).Select(r => r.Row)];
    }
}
