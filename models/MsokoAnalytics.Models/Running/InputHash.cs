using System.Security.Cryptography;
using System.Text;
using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Models.Sql;

namespace MsokoAnalytics.Models.Running;

/// <summary>
/// Hash of all that decides a model's content: its SQL and contract, the macros it calls, the engine's version, the hashes of the
/// models it depends on (or, once they stand, of their content) and the fingerprints of the source tables. Equal hash and existing table = nothing to do.
/// </summary>
internal sealed class InputHash(ModelProject project, string engineVersion, IReadOnlyDictionary<string, string> sourceFingerprints)
{
    /// <summary>Raised when a change of the runner itself must rebuild everything.</summary>
    private const string Epoch = "3";

    private readonly Dictionary<string, ModelDefinition> _models =
        project.Models.ToDictionary(m => m.FullName, StringComparer.Ordinal);

    private readonly Dictionary<string, string> _hashes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _contents = new(StringComparer.Ordinal);

    /// <summary>
    /// Tells the content of a table that stands: what reads it depends on the content alone, so that a table which came out as it was leaves everything above it
    /// as it is. To be called in the order of building, before the models above are asked for.
    /// </summary>
    public void SetContent(ModelDefinition model, string contentHash) => _contents[model.FullName] = contentHash;

    public string Of(ModelDefinition model)
    {
        if (_hashes.TryGetValue(model.FullName, out var known)) return known;
        return _hashes[model.FullName] = OfInputs(model, model.Dependencies);
    }

    /// <summary>The rule of a model with some of the tables it depends on.</summary>
    public string OfInputs(ModelDefinition model, IEnumerable<string> inputs)
    {
        var text = new StringBuilder();
        Part(text, "epoch", Epoch);
        Part(text, "engine", engineVersion);
        Definition(text, model);
        foreach (var name in inputs) Part(text, name, PrintOf(name));
        return Digest(text.ToString());
    }

    /// <summary>Fingerprint of a table or view as it stands: its content where known, else all that decides it.</summary>
    private string PrintOf(string name) =>
        _contents.TryGetValue(name, out var content) ? content : _models.TryGetValue(name, out var input) ? Of(input) : sourceFingerprints[name];

    /// <summary>Version of the rule alone: its SQL, contract and macros, whatever the data and the engine.</summary>
    public string VersionOf(ModelDefinition model)
    {
        var text = new StringBuilder();
        Definition(text, model);
        return Digest(text.ToString());
    }

    /// <summary>SHA-256 of the UTF-8 text, in hexadecimal.</summary>
    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>A part is written with its length, so that two texts can't be cut differently and look the same.</summary>
    private static void Part(StringBuilder text, string name, string value) =>
        text.Append(name.Length).Append(':').Append(name).Append(value.Length).Append(':').Append(value);

    private void Definition(StringBuilder text, ModelDefinition model)
    {
        Part(text, "model", model.FullName);
        Part(text, "body", model.Body);
        Part(text, "contract", model.ContractText);
        foreach (var macro in MacrosOf(model.Body + "\n" + model.Partition?.Key)) Part(text, macro.Name, macro.Body);
    }

    private List<SqlMacro> MacrosOf(string body)
    {
        var used = new List<SqlMacro>();
        var texts = new Queue<string>([body]);
        while (texts.TryDequeue(out var text))
        {
            // A seed's body is a CSV file; a stray quote in it is no SQL mistake.
            if (project.Macros.Count == 0 || !project.Macros.Any(m => text.Contains(m.Name, StringComparison.OrdinalIgnoreCase))) continue;
            var words = SqlTokenizer.Tokenize(text).Where(t => t.Kind == SqlTokenKind.Word).Select(t => t.Value)
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var macro in project.Macros.Where(m => words.Contains(m.Name) && !used.Contains(m)))
            {
                used.Add(macro);
                texts.Enqueue(macro.Body);
            }
        }

        return [.. used.OrderBy(m => m.Name, StringComparer.Ordinal)];
    }
}
