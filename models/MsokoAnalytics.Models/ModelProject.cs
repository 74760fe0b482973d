using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models;

/// <summary>
/// A folder of models, read and checked: contracts complete, every reference known, no cycles. Immutable; safe to share.
/// </summary>
public sealed class ModelProject
{
    internal ModelProject(
        IReadOnlyList<ModelDefinition> models, IReadOnlyList<SourceTable> sources, IReadOnlyList<SqlMacro> macros)
    {
        Models = models;
        Sources = sources;
        Macros = macros;
    }

    /// <summary>Models and seeds in an order in which each comes after all it depends on.</summary>
    public IReadOnlyList<ModelDefinition> Models { get; }

    /// <summary>Tables of other parts of the product that the models read.</summary>
    public IReadOnlyList<SourceTable> Sources { get; }

    internal IReadOnlyList<SqlMacro> Macros { get; }

    /// <summary>Schemas the models are built in.</summary>
    internal IReadOnlyList<string> Schemas =>
        [.. Models.Select(m => m.Schema).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>
    /// Reads a folder: <c>macros/*.sql</c>, <c>sources/*.yml</c>, <c>seeds/*.csv+yml</c> (schema core) and, in every other
    /// subfolder, models <c>name.sql</c> + <c>name.yml</c> of the schema named like the folder.
    /// </summary>
    /// <exception cref="ModelProjectException">Anything is missing, unknown or cyclic; all complaints at once, in Russian.</exception>
    public static ModelProject Load(string folder) => new ModelProjectLoader(folder).Load();

    /// <summary>The folder of models beside the running program.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "models");
}
