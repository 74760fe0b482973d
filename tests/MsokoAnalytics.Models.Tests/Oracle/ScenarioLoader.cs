using System.Globalization;
using MsokoAnalytics.Models.Tests.Infrastructure;

namespace MsokoAnalytics.Models.Tests.Oracle;

/// <summary>Writes a scenario into staging: two protocol files per work, a file for every official row.</summary>
internal static class ScenarioLoader
{
    public static void Load(TestDatabase database, Scenario scenario)
    {
        var sheets = new List<string>();
        var tasks = new List<string>();
        var results = new List<string>();
        var marks = new List<string>();
        var journals = new List<string>();
        for (var w = 0; w < Scenario.Works.Count; w++)
        {
            var work = Scenario.Works[w];
            foreach (var file in new[] { 10 + w, 20 + w })
            {
                sheets.Add(Sheet(file, work));
                for (var t = 0; t < work.TaskMax.Length; t++)
                    tasks.Add($"({file}, 1, {t + 1}, '{t + 1}К', {work.TaskMax[t]})");
            }
        }

        for (var i = 0; i < scenario.Pupils.Count; i++) results.Add(Row(scenario.Pupils[i], i));
        for (var i = 0; i < scenario.Marks.Count; i++)
        {
            var m = scenario.Marks[i];
            sheets.Add(Sheet(1000 + i, Scenario.Works[m.Work]));
            marks.Add($"({1000 + i}, 1, 9, '{m.Scope}', {Id(m.Scope, m.ScopeId)}, NULL, {Number(m.Schools)}, {m.N}, "
                + string.Join(", ", new[] { m.N2, m.N3, m.N4, m.N5 }.Select(n => Percent(n, m.N))) + ")");
        }

        for (var i = 0; i < scenario.Journals.Count; i++)
        {
            var j = scenario.Journals[i];
            sheets.Add(Sheet(2000 + i, Scenario.Works[j.Work]));
            journals.Add($"({2000 + i}, 1, 9, '{j.Scope}', {Id(j.Scope, j.ScopeId)}, NULL, {j.N}, "
                + string.Join(", ", new[] { j.Lowered, j.Confirmed, j.Raised }.Select(n => $"{Percent(n, j.N)}, {n}")) + ")");
        }

        Insert(database, "staging.stg_sheet (file_key, sheet_no, year, wave, grade, actual_grade, subject, level, max_score, region_code)", sheets);
        Insert(database, "staging.stg_sheet_task (file_key, sheet_no, task_no, label, max_score)", tasks);
        Insert(database, "staging.stg_vpr__result (file_key, sheet_no, row_no, municipality_id, municipality_name, school_login, school_id, school_name, "
            + "participant_code, class_label, attendance, primary_score, mark_given, journal_mark, journal_state, task_score, task_is_x)", results);
        database.Execute("UPDATE staging.stg_vpr__result SET task_code = list_transform(task_score, lambda s, i: CASE WHEN task_is_x[i] THEN -1 ELSE coalesce(s, -2) END)");
        Insert(database, "staging.stg_vpr__mark_statistics", marks);
        Insert(database, "staging.stg_vpr__journal_comparison", journals);
    }

    /// <summary>Share of n in percent, two decimals, as the official tables print it.</summary>
    public static decimal Share(int part, int n) => Math.Round(100m * part / n, 2, MidpointRounding.AwayFromZero);

    private static string Percent(int part, int n) => Share(part, n).ToString(CultureInfo.InvariantCulture);

    private static void Insert(TestDatabase database, string target, List<string> rows)
    {
        if (rows.Count > 0) database.Execute($"INSERT INTO {target} VALUES {string.Join(", ", rows)}");
    }

    private static string Sheet(int file, WorkFacts work) =>
        $"({file}, 1, {work.Year}, '{work.Wave}', {work.Grade}, {work.ActualGrade}, '{work.Subject}', 'base', {work.Max}, '{Scenario.Region}')";

    private static string Row(Pupil pupil, int index)
    {
        var municipality = Scenario.SchoolMunicipality[pupil.School];
        var (code, name) = (municipality, pupil.Place) switch
        {
            ({ } m, PlaceForm.CodeAndName) => (Text(Scenario.MunicipalityCode(m)), Text(Scenario.MunicipalityName(m) + " муниципальный район")),
            ({ } m, PlaceForm.OtherSpelling) => ("NULL", Text(Scenario.MunicipalityName(m) + " район")),
            _ => ("NULL", "NULL"),
        };
        var school = Scenario.SchoolId(pupil.School);
        var scores = string.Join(", ", pupil.Tasks.Select(t => t is null or -1 ? "NULL" : Number(t)));
        var marks = string.Join(", ", pupil.Tasks.Select(t => t == -1 ? "TRUE" : "FALSE"));
        return $"({10 + (index % 2 * 10) + pupil.Work}, 1, {index + 10}, {code}, {name}, 'edu{school}', '{school}', 'Школа {school}', '{index}', "
            + $"{Text(pupil.ClassLabel)}, '{pupil.Attendance}', {Number(pupil.Score)}, {Number(pupil.Mark)}, {Number(pupil.Journal)}, "
            + $"'{(pupil.Journal is null ? "none" : "mark")}', [{scores}], [{marks}])";
    }

    /// <summary>Countries and regions come without codes, as in the real files.</summary>
    private static string Id(string scope, string id) => scope is "country" or "region" ? "NULL" : Text(id);

    private static string Text(string? text) => text is null ? "NULL" : $"'{text}'";

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "NULL";
}
