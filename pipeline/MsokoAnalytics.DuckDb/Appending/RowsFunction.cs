using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MsokoAnalytics.DuckDb.Native;

namespace MsokoAnalytics.DuckDb.Appending;

/// <summary>The table function through which the engine reads <see cref="DuckDbRowSource"/>: <c>msoko_rows(number)</c>, one for a database.</summary>
internal static unsafe class RowsFunction
{
    /// <exception cref="DuckDbException">The engine does not take the function.</exception>
    public static void Register(DatabaseHandle database)
    {
        if (NativeMethods.Connect(database, out var connection) != NativeState.Success) throw new DuckDbException("Движок не даёт соединения.", DuckDbErrorType.Connection);
        using var open = connection;
        var function = NativeMethods.CreateTableFunction();
        try
        {
            NativeMethods.TableFunctionSetName(function, DuckDbRowSource.FunctionName);
            using (var number = new LogicalTypeHandle(NativeMethods.CreateLogicalType(DuckDbType.BigInt))) NativeMethods.TableFunctionAddParameter(function, number);
            NativeMethods.TableFunctionSetBind(function, &Bind);
            NativeMethods.TableFunctionSetInit(function, &Init);
            NativeMethods.TableFunctionSetFunction(function, &Read);
            NativeMethods.TableFunctionSupportsProjection(function, true);
            if (NativeMethods.RegisterTableFunction(connection, function) != NativeState.Success) throw new DuckDbException("Движок не принял функцию чтения строк.", DuckDbErrorType.Internal);
        }
        finally
        {
            NativeMethods.DestroyTableFunction(ref function);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        try
        {
            using var value = new ValueHandle(NativeMethods.BindGetParameter(info, 0));
            var number = NativeMethods.ValueInt64(value);
            if (DuckDbRowSource.Find(number) is not { } rows)
            {
                NativeMethods.BindSetError(info, $"Invalid Input Error: нет строк с номером {number}");
                return;
            }

            for (var i = 0; i < rows.Columns.Count; i++) NativeMethods.BindAddResultColumn(info, rows.Columns[i], rows.TypeOf(i));
            if (rows.KnownRows is { } known) NativeMethods.BindSetCardinality(info, (ulong)known, exact: true);
            NativeMethods.BindSetBindData(info, (nint)number, 0);
        }
        catch (Exception e)
        {
            NativeMethods.BindSetError(info, e.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info)
    {
        try
        {
            var columns = (int)NativeMethods.InitGetColumnCount(info);
            // The number of the next chunk and of the columns, then the columns.
            var state = (int*)NativeMemory.Alloc((nuint)(columns + 2), sizeof(int));
            (state[0], state[1]) = (-1, columns);
            for (var i = 0; i < columns; i++) state[i + 2] = unchecked((int)NativeMethods.InitGetColumnIndex(info, (ulong)i));
            delegate* unmanaged[Cdecl]<nint, void> free = &Free;
            NativeMethods.InitSetInitData(info, (nint)state, (nint)free);
            NativeMethods.InitSetMaxThreads(info, (ulong)(DuckDbRowSource.Find(NativeMethods.InitGetBindData(info))?.Threads ?? 1));
        }
        catch (Exception e)
        {
            NativeMethods.InitSetError(info, e.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(nint state) => NativeMemory.Free((void*)state);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Read(nint info, nint output)
    {
        try
        {
            var state = (int*)NativeMethods.FunctionGetInitData(info);
            var rows = DuckDbRowSource.Find(NativeMethods.FunctionGetBindData(info)) ?? throw new InvalidOperationException("строк больше нет");
            var chunk = Interlocked.Increment(ref *state);
            NativeMethods.DataChunkSetSize(output, (ulong)rows.Answer(chunk, output, new ReadOnlySpan<int>(state + 2, state[1])));
        }
        catch (Exception e)
        {
            NativeMethods.FunctionSetError(info, e.Message);
        }
    }
}
