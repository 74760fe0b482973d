using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Layouts;

/// <summary>What belongs to each layout of pupil results, as a table.</summary>
/// <param name="Name">As named in the truth files.</param>
/// <param name="FileName">Name without extension.</param>
/// <param name="FixedColumns">Columns beside the tasks.</param>
/// <param name="TaskColumns">Columns for tasks when not one a task.</param>
/// <param name="InlineStrings">Whether its workbooks keep strings in the cells.</param>
/// <param name="Create">Makes the writer.</param>
internal sealed record PupilLayoutInfo(
    string Name, Func<Work, string> FileName, int FixedColumns, int? TaskColumns, bool InlineStrings, Func<Work, TableWriter, FileReport, PupilFile> Create)
{
    private static readonly Dictionary<PupilLayout, PupilLayoutInfo> Known = new()
    {
        [PupilLayout.Autumn2020] = new(
            "vpr_results_2020", w => FormattableString.Invariant($"{w.Subject.Name}, {w.Grade} класс. ВПР осень 2020"), 10, 40, false,
            (w, t, r) => new Autumn2020File(w, t, r)),
        [PupilLayout.Spring2021] = new(
            "vpr_results_2021", w => FormattableString.Invariant($"Проведение работы по {w.Subject.Dative}, {w.Grade} класс. ВПР {w.Plan.Year}"), 12, null, true,
            (w, t, r) => new Spring2021File(w, t, r)),
        [PupilLayout.Protocol2022] = new(
            "vpr_results_2022", w => FormattableString.Invariant($"Протокол. {w.Subject.Name}, {w.Grade} класс. ВПР {w.Plan.Year}"), 12, null, false,
            (w, t, r) => new Protocol2022File(w, t, r)),
        [PupilLayout.Individual2024] = new(
            "vpr_f1_2024", _ => "Ф1_Индивидуальные результаты", 9, null, false,
            (w, t, r) => new Individual2024File(w, t, r)),
    };

    public static PupilLayoutInfo CollectionForm { get; } = new(
        "vpr_collection_form", w => FormattableString.Invariant($"Форма сбора результатов {w.Subject.Name} {w.Grade} класс ВПР {w.Plan.Year}"), 5, null, false,
        (w, t, r) => new CollectionFormFile(w, t, r));

    public static PupilLayoutInfo Of(PupilLayout layout) => Known[layout];

    /// <summary>Columns of a work's file.</summary>
    public int Width(Work work) => FixedColumns + (TaskColumns ?? work.Profile.Tasks.Tasks);
}
