using Microsoft.CodeAnalysis.Text;
using SocketSecurity.Tool.Analysis;

namespace SocketSecurity.Tool.Loading;

internal static class SourceReader
{
    /// <summary>Null, and a problem, when the file cannot be read as text.</summary>
    public static SourceText? TryRead(string path, ProblemLog problems)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return SourceText.From(stream, throwIfBinaryDetected: true);
        }
        catch (InvalidDataException)
        {
            problems.Unreadable(path, "the file is not text");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Unreadable(path, $"the file cannot be read: {exception.Message}");
        }

        return null;
    }
}
