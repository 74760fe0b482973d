using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using MsokoAnalytics.Intake.Loading;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace MsokoAnalytics.Intake.Layouts;

/// <summary>All layouts, kinds and dictionaries of the <c>sources</c> folder.</summary>
public sealed class LayoutLibrary
{
    private LayoutLibrary(string root, IReadOnlyList<Layout> layouts, IReadOnlyDictionary<string, string> kinds, string version)
    {
        Root = root;
        Layouts = layouts;
        KindSql = kinds;
        Version = version;
    }

    public string Root { get; }

    public IReadOnlyList<Layout> Layouts { get; }

    /// <summary>Kind → SQL text that types its rows.</summary>
    public IReadOnlyDictionary<string, string> KindSql { get; }

    /// <summary>Hash of everything below <c>sources</c>: a change makes files be read again.</summary>
    public string Version { get; }

    /// <exception cref="LayoutException">A description is wrong: the file and the fault.</exception>
    public static LayoutLibrary Load(string root)
    {
        if (!Directory.Exists(root)) throw new LayoutException(root, "нет папки с описаниями источников");
        var layouts = new List<Layout>();
        var kinds = new Dictionary<string, string>(StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(root, file).Replace('\\', '/')));
            hash.AppendData(File.ReadAllBytes(file));
            var folder = Path.GetFileName(Path.GetDirectoryName(file));
            if (folder == "layouts" && file.EndsWith(".yml", StringComparison.Ordinal)) layouts.Add(Read(file));
            if (folder == "kinds" && file.EndsWith(".sql", StringComparison.Ordinal)) kinds.Add(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file));
        }

        foreach (var twice in layouts.GroupBy(l => l.Id).Where(g => g.Count() > 1)) throw new LayoutException(root, $"описание «{twice.Key}» встречается дважды");
        foreach (var layout in layouts)
            if (layout.Blocks is null && layout.Target is null && layout.Kind != Kinds.Auxiliary && !kinds.ContainsKey(layout.Kind))
                throw new LayoutException(layout.Id, $"нет файла kinds/{layout.Kind}.sql");
        return new LayoutLibrary(root, layouts, kinds, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    internal static IDeserializer Deserializer { get; } = new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance).WithDuplicateKeyChecking().Build();

    private static Layout Read(string file)
    {
        Layout layout;
        try
        {
            layout = Deserializer.Deserialize<Layout>(File.ReadAllText(file));
        }
        catch (YamlException e)
        {
            throw new LayoutException(file, $"строка {e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }

        layout.Source = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file)))!;
        if (layout.Id.Length == 0 || layout.Kind.Length == 0) throw new LayoutException(file, "нужны id и kind");
        if (layout.Kind != Kinds.Auxiliary && layout.Blocks is null && !layout.Columns.Exists(c => c.Required))
            throw new LayoutException(file, "нет ни одного обязательного столбца (required: true)");
        foreach (var pattern in layout.Columns.SelectMany(c => c.Headers).Where(h => h.StartsWith('~')).Select(h => h[1..])
                     .Concat(layout.Columns.SelectMany(c => c.Values.Values).SelectMany(v => v).Where(v => v.StartsWith('~')).Select(v => v[1..]))
                     .Concat(layout.Table.Titles.SelectMany(t => t.Patterns))
                     .Append(layout.Tasks?.Header).Append(layout.SheetName).Append(layout.Heading)
                     .Concat(layout.Columns.Select(c => c.Keep)).Concat(layout.Sections?.Titles ?? []).OfType<string>())
        {
            try
            {
                _ = new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
            }
            catch (ArgumentException e)
            {
                throw new LayoutException(file, $"неверное регулярное выражение «{pattern}»", e);
            }
        }

        if (layout.Columns.Find(c => c.Required && c.Title is null && c.Headers.TrueForAll(h => h.StartsWith('~'))) is { } nameless)
            throw new LayoutException(file, $"столбцу {nameless.Field} нужно название для сообщений (title): все его заголовки — регулярные выражения");
        if (layout.Target is not null && TableSql.Fault(layout) is { } fault) throw new LayoutException(file, fault);
        if (layout.Columns.Find(c => c.Identity is not (null or "name" or "document" or "code" or "private")) is { } strange)
            throw new LayoutException(file, $"identity: «{strange.Identity}», а бывает name, document, code, private");
        if (layout.Columns.Exists(c => c.Identity is not null) && !layout.Columns.Exists(c => c.Field == layout.Anchor && c.Required))
            throw new LayoutException(file, "у формы со столбцами identity нужен обязательный столбец anchor — код школы");
        return layout;
    }
}

/// <summary>Kinds that the code knows by name.</summary>
internal static class Kinds
{
    /// <summary>Sheets that are recognised and hold no rows for us (lookups, lists).</summary>
    public const string Auxiliary = "auxiliary";
}

/// <summary>A description under <c>sources</c> is wrong; the message names the file.</summary>
public sealed class LayoutException(string file, string message, Exception? inner = null)
    : Exception($"Описание источника {Path.GetFileName(file)}: {message}", inner);
