using System.Text.Json;

namespace SocketSecurity.SecureDefaults.Tests.Vectors;

/// <summary>Walks a Wycheproof file and counts what was checked, so that a file that was not read cannot pass.</summary>
public static class Wycheproof
{
    public static IEnumerable<(JsonElement Group, JsonElement Case)> Cases(string file)
    {
        foreach (var group in VectorFolder.Read($"wycheproof/{file}_test.json").GetProperty("testGroups").EnumerateArray())
        {
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                yield return (group, test);
            }
        }
    }

    public static int Declared(string file) => VectorFolder.Read($"wycheproof/{file}_test.json").GetProperty("numberOfTests").GetInt32();

    /// <summary>Writes the count into the test's output.</summary>
    public static void Report(string file, int checkedCases, int outsideOurUse = 0)
    {
        Assert.Equal(Declared(file), checkedCases + outsideOurUse);
        var rest = outsideOurUse == 0 ? string.Empty : $", {outsideOurUse} with sizes that no API of ours takes";
        TestContext.Current.TestOutputHelper?.WriteLine($"{file}: {checkedCases} cases{rest}");
    }

    public static bool IsValid(this JsonElement test) => test.GetProperty("result").GetString() != "invalid";

    public static string Name(this JsonElement test) => $"tcId {test.GetProperty("tcId").GetInt32()}: {test.GetProperty("comment").GetString()}";
}
