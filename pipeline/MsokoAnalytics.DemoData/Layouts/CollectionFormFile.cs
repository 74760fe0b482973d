using MsokoAnalytics.DemoData.Dirt;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Layouts;

/// <summary>«Форма сбора результатов», filled in by one school: no login inside, no marks, classes as ordinals.</summary>
internal sealed class CollectionFormFile(Work work, TableWriter table, FileReport report) : PupilFile(work, table, report)
{
    protected override bool WritesClassLetters => false;

    public override void Begin(DirtSource dirt, IEnumerable<(School School, IReadOnlyList<ClassGroup> Classes)> classes)
    {
        BeginSheet("Протокол");
        var profile = Work.Profile.Data;
        TextRow(RowClass.Header,
        [
            "Код участника", "Вариант", .. Enumerable.Range(0, profile.TaskMax.Count).Select(j => TaskHeaders.Individual(profile, j)),
            "Порядковый номер класса", "Отметка за предыдущий триместр/ четверть/полугодие", "Итого баллов",
        ]);
    }

    public override void End(DirtSource dirt)
    {
        base.End(dirt);
        if (Table.SingleSheet) return;
        BeginSheet("Служебный");
        TextRow(RowClass.Service, "1", "5", "5");
        TextRow(RowClass.Service, "2", "4", "4");
        TextRow(RowClass.Service, "отсутствовал", "3", "3");
        TextRow(RowClass.Service, null, "2", "2");
        TextRow(RowClass.Service, null, "1", "нет отметки");
        TextRow(RowClass.Service, null, "0");
        TextRow(RowClass.Service, null, "X");
        BeginSheet("Порядковый номер класса");
        for (var i = 1; i <= 50; i++) TextRow(RowClass.Service, Invariant(i));
    }

    internal override string ClassName(ClassGroup group) => Invariant(group.Ordinal);

    protected override void WriteCells(PupilRow row)
    {
        ref readonly var pupil = ref row.Pupil;
        Table.Number(row.Code);
        if (pupil.Absent) Table.Text("отсутствовал");
        else Table.Number(pupil.Variant);
        row.WriteTasks();
        Table.Number(row.Class.Ordinal);
        row.WriteJournal();
        Table.Number(pupil.Absent ? null : pupil.Score);
    }
}
