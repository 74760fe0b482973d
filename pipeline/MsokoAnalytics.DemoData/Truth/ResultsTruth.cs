using MsokoAnalytics.DemoData.Simulation;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Truth;

/// <summary><c>truth/results/&lt;work&gt;.csv</c>: the clean results of one work, and what they would be without manipulations.</summary>
internal sealed class ResultsTruth : IDisposable
{
    private readonly StreamWriter _writer;
    private readonly Work _work;

    public ResultsTruth(StreamWriter writer, Work work)
    {
        _writer = writer;
        _work = work;
        writer.Write("work_id;municipality_id;school_id;class_label;class_ordinal;participant_code;pupil_key;sex;variant;absent;honest_score;primary_score;mark;honest_journal;journal_mark");
        for (var j = 1; j <= work.Profile.Tasks.Tasks; j++)
        {
            writer.Write(";t");
            writer.Write(j);
        }

        writer.WriteLine();
    }

    public void Write(Unit unit)
    {
        for (var i = 0; i < unit.Pupils.Length; i++)
        {
            ref readonly var pupil = ref unit.Pupils[i];
            var group = unit.ClassOf(pupil);
            Text(_work.Id);
            Text(unit.School.Municipality.Id);
            Text(unit.School.Digits);
            Text(group.Letter);
            Number(group.Ordinal);
            Number(pupil.Code);
            _writer.Write(pupil.PupilKey);
            _writer.Write(';');
            Text(pupil.IsBoy ? "м" : "ж");
            Number(pupil.Variant);
            Text(pupil.Absent ? "1" : "0");
            Number(pupil.HonestScore);
            Number(pupil.Score);
            Number(pupil.Mark);
            Number(pupil.HonestJournal);
            _writer.Write(pupil.Journal);
            foreach (var score in unit.ScoresOf(i))
            {
                _writer.Write(';');
                if (pupil.Absent) continue;
                if (score == Unit.X) _writer.Write('X');
                else _writer.Write((char)('0' + score));
            }

            _writer.WriteLine();
        }
    }

    public void Dispose() => _writer.Dispose();

    private void Text(string value)
    {
        _writer.Write(value);
        _writer.Write(';');
    }

    private void Number(int value)
    {
        _writer.Write(value);
        _writer.Write(';');
    }
}
