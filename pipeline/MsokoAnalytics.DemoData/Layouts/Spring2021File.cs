using MsokoAnalytics.DemoData.Dirt;
using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Layouts;

/// <summary>Spring 2021: «балл за N» and three textbook columns.</summary>
internal sealed class Spring2021File(Work work, TableWriter table, FileReport report) : PupilFile(work, table, report)
{
    private School? _school;
    private int _inSchool;

    internal override bool HasSexAfterJournal => true;

    public override void Begin(DirtSource dirt, IEnumerable<(School School, IReadOnlyList<ClassGroup> Classes)> classes)
    {
        BeginSheet("Лист1");
        string[] before =
        [
            "логин школы", "регион", "номер обучающегося", "код обучающегося", "отметка за предыдущую четверть/триместр", "пол", "класс", "вариант", "всего баллов",
        ];
        TextRow(RowClass.Header,
        [
            .. before, .. Enumerable.Range(1, Work.Profile.Tasks.Tasks).Select(n => FormattableString.Invariant($"балл за {n}")), "Учебник", "Др.уч. автор", "Др.уч. название",
        ]);
    }

    internal override string ClassName(ClassGroup group) => group.Letter;

    protected override void WriteCells(PupilRow row)
    {
        var school = row.Unit.School;
        ref readonly var pupil = ref row.Pupil;
        if (!ReferenceEquals(school, _school)) (_school, _inSchool) = (school, 0);
        Table.Text(school.Login(Work.Plan.LoginPrefix));
        Table.Text(school.Digits[..2]);
        Table.Number(++_inSchool);
        Table.Number(row.Code);
        row.WriteJournal();
        row.WriteSex();
        row.WriteClass();
        Table.Number(pupil.Absent ? null : pupil.Variant);
        AbsentTotal.Write(Table, pupil);
        row.WriteTasks();
        if (pupil.Absent)
        {
            Table.Skip(3);
            return;
        }

        var textbook = Textbook.Of(row.Unit, row.Class, Purpose.Textbook);
        Table.Text(textbook ?? "Другой");
        Table.Text(textbook is null ? "Авторский коллектив школы" : null);
        Table.Text(textbook is null ? Work.Subject.Name : null);
    }
}
