using System.Globalization;
using System.Text.RegularExpressions;
using MsokoAnalytics.DemoData.Output;
using MsokoAnalytics.DemoData.Sgo;
using MsokoAnalytics.DemoData.World;

namespace MsokoAnalytics.DemoData.Truth;

/// <summary>The truth beside the results: files, sheets, dirt, manipulations, figures, schools, journals. UTF-8, semicolons, points in numbers.</summary>
internal static partial class TruthFiles
{
    public static void Write(
        OutputFolder output, Region region, WorkOutcome[] outcomes, List<WrittenFile> files, List<(string Progress, string Card, SgoJournal Journal)> journals)
    {
        WriteFiles(output, files);
        Dirt(output, files);
        Figures(output, outcomes);
        Manipulations(output, outcomes);
        Schools(output, region);
        Journals(output, journals);
    }

    /// <summary>Only the lists of files and sheets.</summary>
    public static void WriteFiles(OutputFolder output, List<WrittenFile> files)
    {
        files.Sort((a, b) => string.CompareOrdinal(a.Report.Path, b.Report.Path));
        Files(output, files);
        Sheets(output, files);
    }

    private static void Files(OutputFolder output, List<WrittenFile> files)
    {
        using var writer = output.TruthFile("files.csv");
        Row(writer, "file", "sha256", "bytes", "format", "kind", "layout", "work_id", "expected");
        foreach (var (report, bytes, hash) in files)
            Row(writer, report.Path, hash, bytes, report.Format, report.Kind, report.Layout, report.WorkId, report.Expected);
    }

    private static void Sheets(OutputFolder output, List<WrittenFile> files)
    {
        using var writer = output.TruthFile("sheets.csv");
        Row(writer, "file", "sheet_no", "sheet_name", "title_rows", "header_rows", "group_rows", "data_rows", "service_rows", "blank_rows", "absent_rows", "duplicate_rows");
        foreach (var (report, _, _) in files)
            foreach (var sheet in report.Sheets)
                Row(
                    writer, report.Path, sheet.Number, sheet.Name, sheet.Rows(RowClass.Title), sheet.Rows(RowClass.Header), sheet.Rows(RowClass.Group), sheet.Rows(RowClass.Data),
                    sheet.Rows(RowClass.Service), sheet.Rows(RowClass.Blank), sheet.Absent, sheet.Duplicates);
    }

    private static void Dirt(OutputFolder output, List<WrittenFile> files)
    {
        using var writer = output.TruthFile("dirt.csv");
        Row(writer, "file", "sheet_no", "row_no", "column_no", "kind", "written", "truth");
        foreach (var (report, _, _) in files)
            foreach (var dirt in report.Dirt)
                Row(writer, report.Path, dirt.Sheet, dirt.Row, dirt.Column, Snake(dirt.Kind.ToString()), dirt.Written, dirt.Truth);
    }

    private static void Figures(OutputFolder output, WorkOutcome[] outcomes)
    {
        using var writer = output.TruthFile("figures.csv");
        Row(
            writer, "work_id", "scope", "scope_id", "external", "n_schools", "n_enrolled", "n_writers", "score_sum", "n2", "n3", "n4", "n5", "n_both", "n_lowered", "n_confirmed", "n_raised");
        foreach (var outcome in outcomes)
            foreach (var f in outcome.Figures)
                Row(
                    writer, outcome.Work.Id, f.Scope, f.ScopeId, f.External ? 1 : 0, f.Schools, f.Enrolled, f.Writers, f.ScoreSum, f.Marks[0], f.Marks[1], f.Marks[2], f.Marks[3],
                    f.Both, f.Lowered, f.Confirmed, f.Raised);
    }

    private static void Manipulations(OutputFolder output, WorkOutcome[] outcomes)
    {
        using var writer = output.TruthFile("manipulations.csv");
        Row(writer, "work_id", "school_id", "class_ordinal", "teacher", "kind", "strength", "n_changed");
        foreach (var outcome in outcomes)
            foreach (var (school, m) in outcome.Manipulations)
                Row(writer, outcome.Work.Id, school.Digits, m.ClassOrdinal, m.Teacher, Snake(m.Kind.ToString()), m.Strength, m.Changed);
    }

    private static void Schools(OutputFolder output, Region region)
    {
        using var writer = output.TruthFile("schools.csv");
        Row(writer, "school_id", "municipality_id", "kind", "name", "full_name", "prone", "closed_after", "improves_from");
        foreach (var school in region.Schools)
            Row(
                writer, school.Digits, school.Municipality.Id, Snake(school.Kind.ToString()), school.Name(region.Options.Years.Max()), school.FullName(),
                school.Prone is { } kind ? Snake(kind.ToString()) : "", school.LastYear == int.MaxValue ? "" : school.LastYear, school.ImprovesFrom == int.MaxValue ? "" : school.ImprovesFrom);
    }

    private static void Journals(OutputFolder output, List<(string Progress, string Card, SgoJournal Journal)> journals)
    {
        using var writer = output.TruthFile("sgo.csv");
        Row(writer, "progress_file", "card_file", "pupil_no", "subject", "printed_mean", "mean", "weighted", "final", "q1", "q2", "q3", "q4", "year");
        foreach (var (progress, card, journal) in journals)
            for (var p = 0; p < journal.Pupils.Length; p++)
                foreach (var row in journal.Pupils[p].Rows)
                    Row(
                        writer, progress, card, p + 1, row.Subject.Name, row.PrintedMean, row.Mean, row.Weighted, row.Quarters[3].Mark, row.Quarters[0].Mark, row.Quarters[1].Mark,
                        row.Quarters[2].Mark, row.Quarters[3].Mark, row.YearMark);
    }

    private static void Row(StreamWriter writer, params ReadOnlySpan<object> cells)
    {
        var first = true;
        foreach (var cell in cells)
        {
            if (!first) writer.Write(';');
            first = false;
            var text = cell is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : cell.ToString()!;
            writer.Write(text.AsSpan().IndexOfAny(';', '"', '\n') < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        }

        writer.WriteLine();
    }

    private static string Snake(string name) => WordStart().Replace(name, "_$0").ToLowerInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordStart();
}
