using System.Text.RegularExpressions;
using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Mappings;

/// <summary>The mapping files of a loaded folder tree.</summary>
internal sealed partial class MappingLibrary
{
    private readonly List<TableMapping> _mappings;

    private MappingLibrary(List<TableMapping> mappings) => _mappings = mappings;

    public static MappingLibrary Empty { get; } = new([]);

    /// <summary>Whether a file is a mapping by its name: «сопоставление….yml», «…xlsx» or «…csv».</summary>
    public static bool IsMapping(string path) => FileName().IsMatch(Path.GetFileName(path));

    public static MappingLibrary Load(string root, MappingReader reader)
    {
        var mappings = new List<TableMapping>();
        var everywhere = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        foreach (var path in Directory.EnumerateFiles(root, "*", everywhere).Where(IsMapping).Order(StringComparer.Ordinal))
        {
            var folder = SourceFile.Relative(Path.GetDirectoryName(path)!, root);
            mappings.AddRange(reader.Read(path, SourceFile.Relative(path, root), folder == "." ? "" : folder));
        }

        return new MappingLibrary(mappings);
    }

    /// <summary>The mapping that speaks for a file, or null.</summary>
    /// <exception cref="IntakeException">Two speak for it, or the one that does is faulty.</exception>
    public MappedFile? For(string path)
    {
        MappedFile? found = null;
        foreach (var mapping in _mappings)
        {
            if (mapping.Match(path) is not { } places) continue;
            if (found is not null)
                throw new IntakeException("mapping.twice", $"о файле говорят два описания: «{found.Mapping.Name}» и «{mapping.Name}»", "сузьте маски «файлы», чтобы файл подходил только под одну");
            found = new MappedFile(mapping, places);
        }

        if (found is { Mapping.Faults.Count: > 0 })
            throw new IntakeException("mapping.faulty", $"в описании «{found.Mapping.Name}» ошибки, файл не прочитан", "исправьте описание (ошибки перечислены выше) и повторите");
        return found;
    }

    /// <summary>Faults of the descriptions themselves, and masks that fit no file.</summary>
    /// <param name="paths">All tables of the folder.</param>
    public IEnumerable<FileAccount> Problems(IReadOnlyList<string> paths)
    {
        foreach (var mapping in _mappings)
        {
            foreach (var fault in mapping.Faults.Take(20))
                yield return new FileAccount(mapping.Path, null, FileStatus.Failed) { ProblemRule = "mapping.fault", Problem = $"{(mapping.Number > 1 ? $"описание {mapping.Number}, " : "")}{fault.Place}: {fault.What}", Advice = fault.Advice };
            if (mapping.Masks.Count > 0 && !paths.Any(p => mapping.Match(p) is not null))
                yield return new FileAccount(mapping.Path, null, FileStatus.Failed)
                {
                    ProblemRule = "mapping.no_files", Problem = $"{(mapping.Number > 1 ? $"описание {mapping.Number}: " : "")}под маску «{string.Join("», «", mapping.Masks.Select(k => k.Text))}» не подходит ни один файл",
                    Advice = "положите описание в папку с таблицами (или выше) и проверьте маску «файлы»: звёздочка заменяет любую часть имени",
                };
        }
    }

    [GeneratedRegex(@"^сопоставление.*\.(ya?ml|xlsx|csv)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}
