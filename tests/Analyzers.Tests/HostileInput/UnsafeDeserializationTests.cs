using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using SocketSecurity.Analyzers.HostileInput;
using SocketSecurity.Analyzers.Tests.Verification;
using Test = SocketSecurity.Analyzers.Tests.Verification.RuleTest<
    SocketSecurity.Analyzers.HostileInput.UnsafeDeserializationAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace SocketSecurity.Analyzers.Tests.HostileInput;

/// <summary>SOCK6005, <see cref="UnsafeDeserializationAnalyzer"/>.</summary>
public sealed class UnsafeDeserializationTests
{
    private static string Framework(string body, string members = "") => $$"""
        using System;
        using System.IO;
        using System.IO.Compression;
        using System.Net.Security;
        using System.Net.Sockets;
        using System.Runtime.Serialization;
        using System.Runtime.Serialization.Formatters.Binary;
        using System.Runtime.Serialization.Formatters.Soap;
        using System.Text;
        using System.Web.UI;
        using System.Xml;
        using System.Xml.Serialization;

        class Peer
        {
            {{members}}

            void Receive(TcpClient client, NetworkStream network, SslStream tls, Stream any, byte[] buffer)
            {
                {{body}}
            }
        }
        """;

    private static string Json(string body) => $$"""
        using System;
        using System.IO;
        using System.Net.Sockets;
        using System.Text;
        using Newtonsoft.Json;
        using Newtonsoft.Json.Serialization;

        class Peer
        {
            void Receive(NetworkStream network, string text, byte[] buffer, ISerializationBinder binder, TypeNameHandling handling)
            {
                {{body}}
            }
        }
        """;

    [Theory]
    [InlineData("[|new BinaryFormatter().Deserialize(network)|];")]
    [InlineData("var formatter = new BinaryFormatter(); var order = [|formatter.Deserialize(client.GetStream())|];")]
    [InlineData("IFormatter formatter = new BinaryFormatter(); [|formatter.Deserialize(tls)|];")]
    [InlineData("[|_formatter.Deserialize(tls)|];")]
    [InlineData("[|_late.Deserialize(tls)|];")]
    [InlineData("[|new SoapFormatter().Deserialize(new BufferedStream(network))|];")]
    [InlineData("[|new NetDataContractSerializer().Deserialize(network)|];")]
    [InlineData("[|new NetDataContractSerializer().ReadObject(network)|];")]
    [InlineData("[|new NetDataContractSerializer().ReadObject(XmlReader.Create(network))|];")]
    [InlineData("[|new LosFormatter().Deserialize(network)|];")]
    [InlineData("[|new BinaryFormatter().Deserialize(new GZipStream(network, CompressionMode.Decompress))|];")]
    [InlineData("network.Read(buffer, 0, buffer.Length); [|new BinaryFormatter().Deserialize(new MemoryStream(buffer))|];")]
    [InlineData("network.Read(buffer, 0, buffer.Length); var memory = new MemoryStream(buffer); [|new BinaryFormatter().Deserialize(memory)|];")]
    public Task What_a_peer_sends_is_not_deserialized_so(string body) => Test.Finds(
        Framework(body, "readonly IFormatter _formatter = new BinaryFormatter(); readonly IFormatter _late; Peer() { _late = new SoapFormatter(); }"),
        setup => setup.OnNet472());

    [Theory]
    [InlineData("{|#0:new BinaryFormatter().Deserialize(any)|};")]
    [InlineData("using (var file = File.OpenRead(\"x\")) { {|#0:new BinaryFormatter().Deserialize(file)|}; }")]
    [InlineData("{|#0:new BinaryFormatter().Deserialize(new MemoryStream(buffer))|};")]
    public Task Other_data_is_worth_a_look(string body) => Test.Finds(Framework(body), setup =>
    {
        setup.OnNet472();
        setup.Expected.Add(Information());
    });

    [Theory]
    [InlineData("new XmlSerializer(typeof(string)).Deserialize(network);")]
    [InlineData("new DataContractSerializer(typeof(string)).ReadObject(network);")]
    [InlineData("new BinaryFormatter().Serialize(network, \"x\");")]
    [InlineData("new Mine.BinaryFormatter().Deserialize(network);")]
    [InlineData("_formatter.Deserialize(network);")]
    public Task Other_serializers_are_not_reported(string body) => Test.Silent(
        Framework(body, "readonly IFormatter _formatter; Peer(IFormatter formatter) { _formatter = formatter; }")
            + "namespace Mine { class BinaryFormatter { public object Deserialize(System.IO.Stream stream) => null; } }",
        setup => setup.OnNet472());

    [Theory]
    [InlineData("var text2 = new StreamReader(network).ReadLine(); JsonConvert.DeserializeObject(text2, new JsonSerializerSettings { TypeNameHandling = [|TypeNameHandling.All|] });")]
    [InlineData("network.Read(buffer, 0, 9); var settings = new JsonSerializerSettings { TypeNameHandling = [|TypeNameHandling.Auto|] }; JsonConvert.DeserializeObject(Encoding.UTF8.GetString(buffer), settings);")]
    [InlineData("var serializer = new JsonSerializer(); serializer.TypeNameHandling = [|TypeNameHandling.Objects|]; serializer.Deserialize(new JsonTextReader(new StreamReader(network)));")]
    public Task Type_names_in_a_peers_text_are_not_followed(string body) => Test.Finds(Json(body), setup => setup.Reference(TestFrameworks.Libraries));

    [Theory]
    [InlineData("JsonConvert.DeserializeObject(text, new JsonSerializerSettings { TypeNameHandling = {|#0:TypeNameHandling.All|} });")]
    [InlineData("var settings = new JsonSerializerSettings { TypeNameHandling = {|#0:TypeNameHandling.Auto|} };")]
    public Task Type_names_in_other_text_are_worth_a_look(string body) => Test.Finds(Json(body), setup =>
    {
        setup.Reference(TestFrameworks.Libraries);
        setup.Expected.Add(Information());
    });

    [Theory]
    [InlineData("var settings = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.None };")]
    [InlineData("var settings = new JsonSerializerSettings { TypeNameHandling = handling };")]
    [InlineData("var settings = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.Auto, SerializationBinder = binder };")]
    [InlineData("var settings = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.Auto }; settings.SerializationBinder = binder;")]
    [InlineData("var settings = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.Auto }; settings.TypeNameHandling = TypeNameHandling.None;")]
    public Task Limited_type_names_are_not_reported(string body) => Test.Silent(Json(body), setup => setup.Reference(TestFrameworks.Libraries));

    [Theory]
    [InlineData("new BinaryFormatter().Deserialize(new MemoryStream(buffer));", false)]
    [InlineData("{|#0:new BinaryFormatter().Deserialize(network)|};", true)]
    public Task What_a_test_reads_it_has_written_itself(string body, bool isFound) => Test.Finds(Framework(body), setup =>
    {
        setup.OnNet472();
        setup.EditorConfig.Add("socketsecurity.test_code_paths = **");
        if (isFound)
        {
            setup.Expected.Add(Information());
        }
    });

    [Fact]
    public Task Unfinished_code_is_survived() => Test.Silent(
        Framework("new BinaryFormatter().Deserialize; IFormatter formatter = ; formatter.Deserialize(; missing.Deserialize(network); new LosFormatter(."),
        setup =>
        {
            setup.OnNet472();
            setup.CompilerDiagnostics = CompilerDiagnostics.None;
        });

    private static DiagnosticResult Information() =>
        new DiagnosticResult(Rules.UnsafeDeserialization.Id, DiagnosticSeverity.Info).WithLocation(0);
}
