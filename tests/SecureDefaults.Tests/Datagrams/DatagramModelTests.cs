using CsCheck;
using SocketSecurity.Datagrams;

namespace SocketSecurity.SecureDefaults.Tests.Datagrams;

public sealed class DatagramModelTests
{
    [Fact]
    public void A_network_that_loses_reorders_repeats_and_changes_packets_delivers_what_a_set_would()
    {
        // Each step sends a packet, or a new key first, and delivers one of those sent so far, as it was or changed.
        var step = Gen.Select(Gen.Int[0, 30], Gen.Int[0, 1500], Gen.Int[0, 9]);
        step.Array[1, 400].Sample(
            steps =>
            {
                var (initiator, responder) = DatagramKeys.Generate();
                using var sender = new DatagramChannel(initiator);
                using var receiver = new DatagramChannel(responder);
                var sent = new List<(byte[] Packet, int Key, ulong Sequence)>();
                var model = new NaiveReceiver();
                var (key, sequence) = (0, 0UL);
                foreach (var (rekey, back, change) in steps)
                {
                    if (rekey == 0)
                    {
                        sender.Rekey();
                        (key, sequence) = (key + 1, 0);
                    }

                    var packet = new byte[sizeof(int) + DatagramChannel.Overhead];
                    sender.Seal(BitConverter.GetBytes(sent.Count), packet);
                    sent.Add((packet, key, ++sequence));

                    var number = Math.Max(0, sent.Count - 1 - back);
                    var offered = (byte[])sent[number].Packet.Clone();
                    if (change == 0)
                    {
                        offered[^1] ^= 1;
                    }

                    var payload = new byte[100];
                    var expected = change != 0 && model.Accepts(sent[number].Key, sent[number].Sequence);
                    Assert.Equal(expected, receiver.TryOpen(offered, payload, out _));
                    Assert.Equal(expected ? number : 0, BitConverter.ToInt32(payload));
                }
            },
            iter: 200);
    }

    /// <summary>What was said about the channel: once each, this key and the one before, up to four ahead, 1 024 back.</summary>
    private sealed class NaiveReceiver
    {
        private readonly HashSet<(int Key, ulong Sequence)> _seen = [];
        private readonly Dictionary<int, ulong> _highest = [];
        private int _current;
        private int _previous = -1;

        public bool Accepts(int key, ulong sequence)
        {
            var highest = _highest.GetValueOrDefault(key);
            if ((key != _current && key != _previous && (key < _current || key > _current + 4))
                || (sequence <= highest && highest - sequence >= 1024)
                || !_seen.Add((key, sequence)))
            {
                return false;
            }

            _highest[key] = Math.Max(highest, sequence);
            if (key > _current)
            {
                // Of the keys in between, all of whose packets were lost so far, the last is still followed.
                (_previous, _current) = (key - 1, key);
            }

            return true;
        }
    }
}
