"""Following up in a client's file: calls with the rules of safe contact, summonses and their papers, the decision to drop out."""
