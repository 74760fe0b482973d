using MsokoAnalytics.DemoData.Dirt;
using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.Truth;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Output;

/// <summary>Files as whole files of dirt: a copy, a truncated one, a protected one, an empty one.</summary>
internal static class SpecialFiles
{
    private const double TruncatedTo = 0.6;

    /// <summary>Notes that a file is a CSV under a workbook's name; a reader may read it or refuse it.</summary>
    public static void MarkRenamed(List<WrittenFile> files, string path)
    {
        var report = files.Single(f => f.Report.Path == path).Report;
        report.Expected = "either";
        report.Dirt.Add(new PlantedDirt(0, 0, 0, DirtKind.CsvNamedXlsx, "csv", "xlsx"));
    }

    public static List<WrittenFile> Write(IReadOnlyList<WrittenFile> written, YearPlan plan, OutputFolder output, ulong seed)
    {
        var books = written.Where(f => f.Report is { Kind: "vpr_results", Format: "xlsx", Expected: "loaded" } && !f.Report.Path.Contains("Формы", StringComparison.Ordinal))
            .OrderBy(f => f.Report.Path, StringComparer.Ordinal).ToArray();
        var random = new KeyedRandom(KeyedRandom.Key(seed, Purpose.DirtFile));
        var day = plan.LastDay.AddDays(70);
        var special = new List<WrittenFile>();
        if (books.Length > 0)
        {
            var copied = random.Pick<WrittenFile>(books);
            var copy = Beside(copied.Report.Path, "Копия ", "");
            File.Copy(output.DataPath(copied.Report.Path), output.DataPath(copy));
            special.Add(Seal(output, copy, copied.Report.WorkId, "duplicate", DirtKind.IdenticalCopy, copied.Report.Path, day));
            var cut = random.Pick<WrittenFile>(books);
            var truncated = Beside(cut.Report.Path, "", " (не докачан)");
            var bytes = File.ReadAllBytes(output.DataPath(cut.Report.Path));
            File.WriteAllBytes(output.DataPath(truncated), bytes[..(int)(bytes.Length * TruncatedTo)]);
            special.Add(Seal(output, truncated, cut.Report.WorkId, "failed", DirtKind.Truncated, cut.Report.Path, day));
        }

        var secret = $"{plan.Folder}/Сводка директора (с паролем).xlsx";
        File.WriteAllBytes(output.DataPath(secret), ProtectedWorkbook.Create(ref random));
        special.Add(Seal(output, secret, "", "failed", DirtKind.PasswordProtected, "", day));
        var empty = $"{plan.Folder}/Новая выгрузка.xlsx";
        File.WriteAllBytes(output.DataPath(empty), []);
        special.Add(Seal(output, empty, "", "failed", DirtKind.EmptyFile, "", day));
        return special;
    }

    private static string Beside(string path, string prefix, string suffix)
    {
        var folder = path[..(path.LastIndexOf('/') + 1)];
        return $"{folder}{prefix}{Path.GetFileNameWithoutExtension(path)}{suffix}{Path.GetExtension(path)}";
    }

    private static WrittenFile Seal(OutputFolder output, string path, string workId, string expected, DirtKind kind, string original, DateOnly day)
    {
        var report = new FileReport { Path = path, Kind = "special", Layout = "", WorkId = workId, Format = "xlsx", Expected = expected };
        report.Dirt.Add(new PlantedDirt(0, 0, 0, kind, "", original));
        var (bytes, hash) = output.Seal(path, day);
        return new WrittenFile(report, bytes, hash);
    }
}
