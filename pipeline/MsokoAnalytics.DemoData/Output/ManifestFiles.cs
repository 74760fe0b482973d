using MsokoAnalytics.DemoData.Plan;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;

namespace MsokoAnalytics.DemoData.Output;

/// <summary><c>manifest.csv</c> beside files that do not name their work or school.</summary>
internal static class ManifestFiles
{
    public const string Name = "manifest.csv";

    private static readonly string[] Header = ["файл", "школа", "год", "волна", "класс", "предмет", "уровень"];

    public static List<WrittenFile> Write(IReadOnlyList<ManifestLine> lines, OutputFolder output)
    {
        var files = new List<WrittenFile>();
        foreach (var folder in lines.GroupBy(l => l.Folder, StringComparer.Ordinal))
        {
            var path = $"{folder.Key}/{Name}";
            var dialect = CsvDialect.Utf8WithBom;
            var report = new FileReport { Path = path, Kind = "manifest", Layout = "manifest", Format = dialect.Name, Expected = "manifest" };
            report.Sheets.Add(new SheetReport(1, ""));
            using (var table = output.Table(new PlannedFile(path, dialect), Header.Length, inlineStrings: false))
            {
                table.BeginSheet("");
                table.TextRow(Header);
                report.Sheet.Add(RowClass.Header);
                foreach (var line in folder)
                {
                    var work = line.Work;
                    table.BeginRow();
                    table.Texts(line.File, line.SchoolLogin);
                    table.Number(work.Plan.Year);
                    table.Text(work.Plan.Wave == "spring" ? "весна" : "осень");
                    table.Number(work.Grade);
                    table.Texts(work.Subject.Name, "базовый");
                    table.EndRow();
                    report.Sheet.Add(RowClass.Data);
                }
            }

            var (bytes, hash) = output.Seal(path, folder.First().Work.Day.AddDays(60));
            files.Add(new WrittenFile(report, bytes, hash));
        }

        return files;
    }
}
