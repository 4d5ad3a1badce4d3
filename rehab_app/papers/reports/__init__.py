"""The figures the office owes and publishes: counted here, printed from blocks, each number open to the clients behind it."""
