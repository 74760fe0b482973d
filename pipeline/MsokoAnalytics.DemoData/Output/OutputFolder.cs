using System.Security.Cryptography;
using MsokoAnalytics.DemoData.Plan;
using MsokoAnalytics.DemoData.Tables;

namespace MsokoAnalytics.DemoData.Output;

/// <summary>The two folders of a run: <c>data</c> to be loaded and <c>truth</c> beside it.</summary>
internal sealed class OutputFolder
{
    /// <summary>Marks folders of the generator, so that nothing else is ever deleted.</summary>
    private const string Marker = "demo-data.txt";

    public OutputFolder(string root, bool overwrite)
    {
        Data = Path.Combine(root, "data");
        Truth = Path.Combine(root, "truth");
        if (overwrite && File.Exists(Path.Combine(Truth, Marker)))
        {
            Directory.Delete(Truth, recursive: true);
            if (Directory.Exists(Data)) Directory.Delete(Data, recursive: true);
        }

        foreach (var folder in new[] { Data, Truth })
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
                throw new DemoDataException($"Папка «{folder}» не пуста. Укажите другую папку для демонстрационных данных.");
        try
        {
            Directory.CreateDirectory(Data);
            Directory.CreateDirectory(Truth);
            File.WriteAllText(Path.Combine(Truth, Marker), "Демонстрационные данные МСОКО: все школы, люди и результаты вымышлены.\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DemoDataException($"Не удалось создать папку «{root}»: {e.Message}");
        }
    }

    public string Data { get; }

    public string Truth { get; }

    /// <summary>The full path of a file of the data folder; its folder is made.</summary>
    public string DataPath(string relative) => Prepared(Data, relative);

    /// <summary>A text file of the truth folder: UTF-8 without BOM, LF.</summary>
    public StreamWriter TruthFile(string relative) => new(Prepared(Truth, relative), append: false, new System.Text.UTF8Encoding(false), 1 << 16) { NewLine = "\n" };

    /// <summary>Opens a table of the planned format.</summary>
    /// <param name="file">Path and format.</param>
    /// <param name="width">Columns, for CSV.</param>
    /// <param name="inlineStrings">For XLSX.</param>
    public TableWriter Table(PlannedFile file, int width, bool inlineStrings)
    {
        var stream = new FileStream(DataPath(file.Path), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        if (file.Dialect is { } dialect) return new CsvWriter(stream, dialect, width);
        return file.IsXls ? new XlsWriter(stream) : new XlsxWriter(stream, inlineStrings);
    }

    /// <summary>Size and SHA-256 of a data file. The file's time is set, so that a corrected issue is younger than the first.</summary>
    public (long Bytes, string Sha256) Seal(string relative, DateOnly day)
    {
        var path = Path.Combine(Data, relative);
        string hash;
        long bytes;
        using (var stream = File.OpenRead(path))
        {
            bytes = stream.Length;
            hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        }

        File.SetLastWriteTimeUtc(path, day.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc));
        return (bytes, hash);
    }

    private static string Prepared(string root, string relative)
    {
        var path = Path.Combine(root, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
